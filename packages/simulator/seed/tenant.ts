import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Clock } from "../clock.ts";
import type { Profile } from "../quirks/catalogue.ts";
import { PRODUCTS } from "../products.ts";
import { Quirks } from "../quirks/quirks.ts";
import type { Random } from "../random.ts";
import { createRandom } from "../random.ts";
import type { Grant } from "../state/schedule.ts";
import { USUAL_ROLES } from "../state/roles.ts";
import { Tenant } from "../state/tenant.ts";
import { seedAccessControls } from "./access-controls.ts";
import { seedAdministrators, topUpAdministrators } from "./administrators.ts";
import type { SeededAdministrators } from "./administrators.ts";
import { seedCustomRoles } from "./custom-roles.ts";
import type { SeededDirectory } from "./directory.ts";
import { seedDirectory } from "./directory.ts";
import { Granter } from "./grants.ts";
import type { SeededGroups } from "./groups.ts";
import { seedGroups } from "./groups.ts";
import { auditTenant } from "../audit/audit-tenant.ts";
import type { SeededMemberships } from "./memberships.ts";
import { seedMemberships } from "./memberships.ts";
import { makeMicrosoftAccount } from "./people.ts";
import { roleIdOf } from "./role-weights.ts";
import { callerAccount } from "../state/plain-objects.ts";

/** What a tenant is made from. The same seed, number and epoch make the same tenant. */
export interface SeedOptions {
  readonly seed: number;
  readonly adminCount: number;
  /** How many rows there are at least for each administrator, on both sides; left out: as many as come about. */
  readonly assignmentsPerAdmin?: number | null;
  /** All seeded times are measured from here. */
  readonly epochAt: number;
  readonly minimumAgeMs: number;
  readonly clock: Clock;
  readonly profile: Profile;
  /** Delays of the profile are multiplied by this. */
  readonly lagFactor: number;
}

/** What is known of the tenant at its start, for those who test against it. */
export interface SeedFacts extends SeededAdministrators, SeededGroups, SeededMemberships {
  readonly seed: number;
  readonly tenantId: string;
  readonly clientId: string;
  /** The service principal of `clientId`. */
  readonly callerId: string;
  readonly breakGlassIds: readonly string[];
  readonly globalAdministratorIds: readonly string[];
  readonly synchronizationAccountId: string;
  readonly roleGroupIds: readonly string[];
  readonly servicePrincipalHolderIds: readonly string[];
  readonly customRoleIds: readonly string[];
  /** Holds a role, and signs in with a Microsoft account. */
  readonly microsoftAccountId: string;
  readonly epochAt: number;
}

/** A tenant, and what is known of it. */
export interface SeededTenant {
  readonly tenant: Tenant;
  readonly facts: SeedFacts;
}

/** Groups have random numbers of their own: what they need changes nothing of what people hold. */
const GROUP_SEED_OFFSET = 2_000_000_011;

const GROUP_ROLES = [
  "Helpdesk Administrator",
  "Reports Reader",
  "Message Center Reader",
  "Service Support Administrator",
];
const ACCOUNT_ROLES = [
  "Directory Readers",
  "Reports Reader",
  "Groups Administrator",
  "License Administrator",
];

/** Added to the seed: what is given besides changes nothing of what there is without it. */
const SEED_OF_MORE = 1_000_000_007;

function atTenant(principalId: string, roleDefinitionId: string): Grant {
  return { principalId, roleDefinitionId, directoryScopeId: "/", appScopeId: null };
}

function seedGlobalAdministrators(granter: Granter, directory: SeededDirectory): void {
  for (const user of directory.breakGlass)
    granter.assign(atTenant(user.id, GLOBAL_ADMINISTRATOR), "outsidePim");
  const eligible = directory.globalAdministrators.map((user) =>
    granter.makeEligible(atTenant(user.id, GLOBAL_ADMINISTRATOR), { isPermanent: true }),
  );
  const [first] = eligible;
  if (first !== undefined) granter.activate(first);
}

/** Groups, accounts of applications, the synchronization account, and roles limited to one application. */
function seedOthers(random: Random, granter: Granter, directory: SeededDirectory): void {
  granter.assign(
    atTenant(directory.synchronizationAccount.id, roleIdOf("Directory Synchronization Accounts")),
    "outsidePim",
  );
  for (const [index, group] of directory.roleGroups.entries()) {
    const name = GROUP_ROLES[index % GROUP_ROLES.length] ?? "Reports Reader";
    granter.assign(atTenant(group.id, roleIdOf(name)), index % 3 === 1 ? "pimPermanent" : "outsidePim");
  }
  for (const [index, account] of directory.servicePrincipals.entries()) {
    const name = ACCOUNT_ROLES[index % ACCOUNT_ROLES.length] ?? "Reports Reader";
    granter.assign(atTenant(account.id, roleIdOf(name)), index % 4 === 3 ? "pimPermanent" : "outsidePim");
  }
  for (const application of directory.applications) {
    const user = random.pick(directory.admins);
    granter.assign(
      {
        principalId: user.id,
        roleDefinitionId: roleIdOf("Cloud Application Administrator"),
        directoryScopeId: `/${application.id}`,
        appScopeId: null,
      },
      "outsidePim",
    );
  }
}

/** What was bought: a little more than is used. Without the licence that PIM needs, everybody has E3 in the place of E5. */
function seedLicences(tenant: Tenant): void {
  const { m365E5, m365E3, entraP2 } = PRODUCTS;
  for (const [product, productWithoutPim] of [
    [m365E5, m365E3],
    [entraP2, null],
  ] as const) {
    tenant.licences.push({
      accountId: tenant.id,
      product,
      productWithoutPim,
      isUsable: true,
      seatCount: Math.ceil((tenant.directory.userCountOf(product.skuId) * 1.05 + 1) / 25) * 25,
      usedCount: null,
    });
  }
}

/** What was added to the seeded tenant later on, from a randomness of its own: it shifts nothing of the rest. */
function seedMore(
  tenant: Tenant,
  random: Random,
  directory: SeededDirectory,
  epochAt: number,
): Pick<SeedFacts, "customRoleIds" | "microsoftAccountId" | "notOnboardableGroupIds"> {
  const granter = new Granter(tenant, random, epochAt);
  const memberships = seedMemberships({ tenant, random, granter, directory, epochAt });
  const customRoleIds = seedCustomRoles(tenant, random, granter, directory);
  const account = makeMicrosoftAccount(random, epochAt);
  tenant.directory.put(account);
  granter.assign(atTenant(account.id, roleIdOf("Billing Administrator")), "outsidePim");
  seedAccessControls(tenant, random, { epochAt, breakGlassIds: idsOf(directory.breakGlass) });
  seedLicences(tenant);
  return { ...memberships, customRoleIds, microsoftAccountId: account.id };
}

function idsOf(objects: readonly { readonly id: string }[]): string[] {
  return objects.map((object) => object.id);
}

/** Makes a tenant of people who hold roles. */
export function seedTenant(options: SeedOptions): SeededTenant {
  const random = createRandom(options.seed);
  const tenantId = random.guid();
  const clientId = random.guid();
  const tenant = new Tenant({
    tenantId,
    clock: options.clock,
    seed: options.seed,
    roles: USUAL_ROLES,
    minimumAgeMs: options.minimumAgeMs,
    quirks: new Quirks(options),
  });
  const callerId = random.guid();
  const directory = seedDirectory(tenant, random, options);
  tenant.directory.put(callerAccount(callerId, clientId));
  const granter = new Granter(tenant, random, options.epochAt);
  seedGlobalAdministrators(granter, directory);
  const administrators = seedAdministrators(random, granter, {
    admins: directory.admins,
    units: directory.administrativeUnits,
  });
  seedOthers(random, granter, directory);
  if (typeof options.assignmentsPerAdmin === "number") {
    const more = createRandom(options.seed + SEED_OF_MORE);
    topUpAdministrators(
      more,
      new Granter(tenant, more, options.epochAt),
      { admins: directory.admins, units: directory.administrativeUnits },
      {
        rowCount: Math.round(options.assignmentsPerAdmin * options.adminCount),
        leftAloneIds: new Set([...administrators.onlyEligibleIds, ...administrators.activatedIds]),
      },
    );
  }
  const groupRandom = createRandom(options.seed + GROUP_SEED_OFFSET);
  const groups = seedGroups(tenant, groupRandom, new Granter(tenant, groupRandom, options.epochAt), {
    memberships: directory.memberships,
    people: directory.others,
    epochAt: options.epochAt,
  });
  const more = seedMore(tenant, createRandom(options.seed + 2_000_000_011), directory, options.epochAt);
  tenant.quirksChanged();
  auditTenant(tenant);
  return {
    tenant,
    facts: {
      ...administrators,
      ...groups,
      seed: options.seed,
      ...more,
      tenantId,
      clientId,
      callerId,
      breakGlassIds: idsOf(directory.breakGlass),
      globalAdministratorIds: idsOf(directory.globalAdministrators),
      synchronizationAccountId: directory.synchronizationAccount.id,
      roleGroupIds: idsOf(directory.roleGroups),
      servicePrincipalHolderIds: idsOf(directory.servicePrincipals),
      epochAt: options.epochAt,
    },
  };
}
