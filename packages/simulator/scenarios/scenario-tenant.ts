import { auditTenant } from "../audit/audit-tenant.ts";
import { approvalSetting } from "../default-policy.ts";
import { keyedGuid } from "../keyed-random.ts";
import { Quirks } from "../quirks/quirks.ts";
import { createRandom } from "../random.ts";
import type { SeededOrigin } from "../seed/grants.ts";
import { Granter } from "../seed/grants.ts";
import { groupGrant } from "../seed/groups.ts";
import type { ConditionalAccessPolicy } from "../state/access-controls.ts";
import type { DirectoryObject } from "../state/directory.ts";
import { callerAccount } from "../state/plain-objects.ts";
import { USUAL_ROLES } from "../state/roles.ts";
import type { Grant } from "../state/schedule.ts";
import { Tenant } from "../state/tenant.ts";
import type { ScenarioOptions } from "./scenarios.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How somebody comes by what they hold. */
export type Way =
  | SeededOrigin
  | "activated"
  | "eligible"
  | "eligibleForATime"
  | "throughGroup"
  | "onlyInPim"
  | "onlyInDirectory";

/**
 * One thing that somebody holds: a role by its display name, at a unit, an application or a scope of an application's
 * own by its name, else tenant-wide. Standing and made outside PIM unless it is said otherwise.
 */
export interface Held {
  readonly role: string;
  readonly at?: string;
  readonly way?: Way;
}

/** Makes a tenant of single things. All of them are called by their display name; their ids hang on it and the seed. */
export class ScenarioTenant {
  readonly tenant: Tenant;
  readonly epochAt: number;
  readonly callerId: string;
  readonly clientId: string;
  readonly #seed: number;
  readonly #granter: Granter;
  readonly #idByName = new Map<string, string>();
  /** What roles and scopes are called in requests, by name. */
  readonly #scopeByName = new Map<string, Pick<Grant, "directoryScopeId" | "appScopeId">>();

  constructor(options: ScenarioOptions) {
    this.#seed = options.seed;
    this.epochAt = options.epochAt;
    this.clientId = this.idOf("client");
    this.callerId = this.idOf("Role migration");
    this.tenant = new Tenant({
      tenantId: keyedGuid(options.seed, "tenant"),
      clock: options.clock,
      seed: options.seed,
      roles: USUAL_ROLES,
      minimumAgeMs: options.minimumAgeMs,
      quirks: new Quirks(options),
    });
    this.#granter = new Granter(this.tenant, createRandom(options.seed), options.epochAt);
    this.tenant.directory.put(callerAccount(this.callerId, this.clientId));
    for (const role of USUAL_ROLES) this.#idByName.set(role.displayName, role.id);
  }

  /** The id that something of this name has, or will have. */
  idOf(name: string): string {
    const id = this.#idByName.get(name) ?? keyedGuid(this.#seed, `named|${name}`);
    this.#idByName.set(name, id);
    return id;
  }

  idsOf(names: readonly string[]): readonly string[] {
    return names.map((name) => this.idOf(name));
  }

  daysAgo(days: number): number {
    return this.epochAt - days * DAY_MS;
  }

  put(object: DirectoryObject): void {
    this.tenant.directory.put(object);
    if (object.kind === "administrativeUnit") this.#nameScope(object, `/administrativeUnits/${object.id}`);
    if (object.kind === "application") this.#nameScope(object, `/${object.id}`);
  }

  /** A scope of an application's own. */
  putAppScope(name: string): void {
    const appScopeId = `/${name}/${this.idOf(name)}`;
    this.tenant.otherScopeIds.add(appScopeId);
    this.#scopeByName.set(name, { directoryScopeId: null, appScopeId });
  }

  putCustomRole(displayName: string, allowedResourceActions: readonly string[]): void {
    const id = this.idOf(displayName);
    const description = displayName;
    const custom = { id, templateId: id, displayName, description, allowedResourceActions };
    this.tenant.putRole({ ...custom, version: null, isEnabled: true });
  }

  putMembers(groupName: string, memberNames: readonly string[]): void {
    for (const id of this.idsOf(memberNames)) {
      this.#granter.assign(groupGrant(id, this.idOf(groupName), "member"), "outsidePim");
    }
  }

  /** Activations of a role must be approved by these users and groups; by none: by whoever administers roles. */
  askApproval(roleName: string, approverNames: readonly string[]): void {
    const { policies, directory } = this.tenant;
    const policy = policies.ofRole(this.idOf(roleName));
    if (policy === null) throw new Error(`There is no role "${roleName}".`);
    const approvers = this.idsOf(approverNames).map((id) =>
      directory.byId(id)?.kind === "group"
        ? { "@odata.type": "#microsoft.graph.groupMembers", groupId: id, description: null }
        : { "@odata.type": "#microsoft.graph.singleUser", userId: id, description: null },
    );
    const rules = policy.rules.map((rule) =>
      rule.id === "Approval_EndUser_Assignment"
        ? { ...rule, setting: approvalSetting(true, approvers) }
        : rule,
    );
    policies.put({ ...policy, rules });
  }

  putConditionalAccess(
    displayName: string,
    parts: Pick<ConditionalAccessPolicy, "builtInControls"> & Partial<ConditionalAccessPolicy>,
  ): void {
    this.tenant.access.putPolicy({
      id: this.idOf(displayName),
      displayName,
      createdAt: this.daysAgo(100),
      state: "enabled",
      includedUsers: [],
      excludedUsers: [],
      includedGroupIds: [],
      excludedGroupIds: [],
      includedRoleIds: [],
      excludedRoleIds: [],
      includedApplications: ["All"],
      authenticationContextIds: [],
      signInFrequencyHours: null,
      ...parts,
    });
  }

  give(name: string, { role, at, way = "outsidePim" }: Held): void {
    const scope = at === undefined ? { directoryScopeId: "/", appScopeId: null } : this.#scopeByName.get(at);
    if (scope === undefined) throw new Error(`There is no scope "${at}".`);
    const grant: Grant = { principalId: this.idOf(name), roleDefinitionId: this.idOf(role), ...scope };
    switch (way) {
      case "activated":
        this.#granter.activate(this.#granter.makeEligible(grant, { isPermanent: true }));
        return;
      case "eligible":
      case "eligibleForATime":
        this.#granter.makeEligible(grant, { isPermanent: way === "eligible" });
        return;
      case "throughGroup":
        this.#granter.assign(grant, "outsidePim", { memberType: "Group", listing: "pimOnly" });
        return;
      case "onlyInPim":
        this.#granter.assign(grant, "outsidePim", { listing: "pimOnly" });
        return;
      case "onlyInDirectory":
        this.#granter.assign(grant, "outsidePim", { listing: "roleAssignmentsOnly" });
        return;
      default:
        this.#granter.assign(grant, way);
    }
  }

  /** What is there from now on is known everywhere, and what happens is written down. */
  open(): Tenant {
    this.tenant.quirksChanged();
    auditTenant(this.tenant);
    return this.tenant;
  }

  /** The id of everything that has a name. */
  namedIds(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#idByName);
  }

  #nameScope({ displayName }: { readonly displayName: string }, directoryScopeId: string): void {
    this.#scopeByName.set(displayName, { directoryScopeId, appScopeId: null });
  }
}
