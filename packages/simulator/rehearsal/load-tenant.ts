import { auditTenant } from "../audit/audit-tenant.ts";
import { BUILT_IN_ROLES, GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import { keyedGuid } from "../keyed-random.ts";
import { Quirks } from "../quirks/quirks.ts";
import type { SeedFacts, SeedOptions, SeededTenant } from "../seed/tenant.ts";
import type { Role } from "../state/roles.ts";
import { isSameGrant, isStanding } from "../state/schedule.ts";
import { Tenant } from "../state/tenant.ts";
import { parseTimestamp } from "../timestamp.ts";
import type { Inventory, InventoryRole } from "./inventory.ts";
import { loadDirectory, loadMembers } from "./load-directory.ts";
import { OLD_MS, RowLoader } from "./load-rows.ts";
import { loadSettings } from "./load-settings.ts";
import { callerAccount } from "../state/plain-objects.ts";

function roleOf(role: InventoryRole): Role {
  const known = BUILT_IN_ROLES.find((builtIn) => builtIn.id === role.id);
  return {
    assignmentMode: "allowed",
    isScopableToAdministrativeUnit: false,
    isObsoleteOrService: false,
    inheritsFromIds: [],
    description: `${role.isBuiltIn ? "Built-in" : "Custom"} role ${role.displayName}.`,
    version: role.isBuiltIn ? "1" : null,
    allowedResourceActions: [],
    ...known,
    ...role,
  };
}

/** Makes a tenant that is as the inventory says. What has ended since it was read is gone. */
export function loadTenant(
  inventory: Inventory,
  options: Omit<SeedOptions, "adminCount" | "assignmentsPerAdmin" | "epochAt">,
): SeededTenant {
  const readAt = parseTimestamp(inventory.readAt) ?? options.clock.now();
  const tenant = new Tenant({
    tenantId: inventory.tenantId,
    clock: options.clock,
    seed: options.seed,
    roles: inventory.roles.map(roleOf),
    minimumAgeMs: options.minimumAgeMs,
    quirks: new Quirks(options),
  });
  loadDirectory(tenant, inventory);
  loadMembers(tenant, inventory, readAt - OLD_MS);
  const [clientId, callerId] = [keyedGuid(options.seed, "client"), keyedGuid(options.seed, "caller")];
  tenant.directory.put(callerAccount(callerId, clientId));
  new RowLoader(tenant, readAt).load(inventory);
  loadSettings(tenant, inventory, readAt);
  tenant.quirksChanged();
  auditTenant(tenant);
  return {
    tenant,
    facts: {
      ...factsOf(tenant),
      seed: options.seed,
      tenantId: tenant.id,
      clientId,
      callerId,
      epochAt: readAt,
    },
  };
}

/** What can be told from the rows; nobody but the tenant's owner knows its emergency access accounts. */
function factsOf(tenant: Tenant): Omit<SeedFacts, "seed" | "tenantId" | "clientId" | "callerId" | "epochAt"> {
  const assigned = [...tenant.schedules.all("assignment").values()];
  const standing = assigned.filter(isStanding);
  const holders = new Set(standing.map((row) => row.principalId));
  const eligible = [...tenant.schedules.all("eligibility").values()];
  const isHeldToo = (row: (typeof eligible)[number]): boolean =>
    tenant.schedules
      .ofPrincipalInRole("assignment", row.principalId, row.roleDefinitionId)
      .some((other) => isStanding(other) && isSameGrant(other, row));
  const idsOf = (rows: typeof eligible): string[] => [...new Set(rows.map((row) => row.principalId))];
  const ofKind = (kind: "group" | "servicePrincipal"): string[] =>
    [...holders].filter((id) => tenant.directory.byId(id)?.kind === kind);
  return {
    alreadyEligibleIds: idsOf(eligible.filter(isHeldToo)),
    onlyEligibleIds: idsOf(eligible.filter((row) => !holders.has(row.principalId))),
    activatedIds: idsOf(assigned.filter((row) => row.assignmentType === "Activated")),
    breakGlassIds: [],
    globalAdministratorIds: idsOf(
      [...assigned, ...eligible].filter((row) => row.roleDefinitionId === GLOBAL_ADMINISTRATOR),
    ),
    synchronizationAccountId: "",
    roleGroupIds: ofKind("group"),
    servicePrincipalHolderIds: ofKind("servicePrincipal"),
    customRoleIds: tenant.roles
      .all()
      .filter((role) => !role.isBuiltIn)
      .map(({ id }) => id),
    onboardedGroupIds: [],
    notOnboardableGroupIds: [],
    microsoftAccountId: "",
  };
}
