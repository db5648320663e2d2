import { PRODUCTS } from "../../products.ts";
import type { SeedFacts, SeededTenant } from "../../seed/tenant.ts";
import { deletePrincipal } from "../../state/delete-principal.ts";
import type { Group, ServicePrincipal } from "../../state/directory.ts";
import { PLAIN_GROUP } from "../../state/plain-objects.ts";
import { ScenarioTenant } from "../scenario-tenant.ts";
import type { ScenarioOptions } from "../scenarios.ts";
import { PEOPLE, userOf } from "./people.ts";

/** What is known of the scenario: the id of everything that has a name besides. */
interface ScenarioFacts extends SeedFacts {
  readonly namedIds: Readonly<Record<string, string>>;
}

const ROLE_GROUP = "Role - Support";
const MIXED_GROUP = "Role - Automation";
const APPROVERS = "Everybody on call";
/** Fewer than whoever needs one once all of them are eligible. */
const SEAT_COUNT = 5;

/**
 * A tenant in which every kind of row is held once: who holds it, what it is, and everything that a plan can stumble
 * over. Nobody is in it by chance.
 */
export function makeEveryKindOfRow(options: ScenarioOptions): SeededTenant {
  const scenario = new ScenarioTenant(options);
  putScopes(scenario);
  for (const person of PEOPLE) scenario.put(userOf(scenario, person));
  putOthers(scenario);
  for (const { name, holds } of PEOPLE) for (const held of holds) scenario.give(name, held);
  giveToOthers(scenario);
  askApprovals(scenario);
  putAccessControls(scenario);
  scenario.tenant.licences.push({
    accountId: scenario.tenant.id,
    product: PRODUCTS.m365E5,
    productWithoutPim: PRODUCTS.m365E3,
    isUsable: true,
    seatCount: SEAT_COUNT,
    usedCount: null,
  });
  for (const name of ["Greta Deleted", "Gustav Deleted"]) {
    deletePrincipal(scenario.tenant, scenario.idOf(name));
  }
  return { tenant: scenario.open(), facts: factsOf(scenario, options.seed) };
}

function putScopes(scenario: ScenarioTenant): void {
  for (const displayName of ["Region Berlin", "Region Lagos"]) {
    const id = scenario.idOf(displayName);
    scenario.put({ kind: "administrativeUnit", id, displayName, description: displayName, memberIds: [] });
  }
  const displayName = "Expense Portal";
  const [id, appId] = [scenario.idOf(displayName), scenario.idOf(`${displayName} app`)];
  scenario.put({ kind: "application", id, appId, displayName });
  scenario.putAppScope("AccessPackageCatalog");
  scenario.putCustomRole("Application Registration Support", [
    "microsoft.directory/applications/standard/read",
  ]);
}

/** Groups, applications, and an object of a kind that nobody knows. */
function putOthers(scenario: ScenarioTenant): void {
  scenario.put(group(scenario, ROLE_GROUP, { isAssignableToRole: true }));
  scenario.put(
    group(scenario, APPROVERS, {
      groupTypes: ["DynamicMembership"],
      membershipRule: `(user.department -eq "Night Shift")`,
    }),
  );
  scenario.putMembers(ROLE_GROUP, [
    "Thea Through-Group",
    "Max Member",
    "Mia Member-Eligible",
    "Ned Member-Only",
  ]);
  scenario.putMembers(APPROVERS, ["Nia Night-Shift"]);
  scenario.put(group(scenario, MIXED_GROUP, { isAssignableToRole: true }));
  scenario.put(application(scenario, "Ticket Bridge", "Application"));
  scenario.put(application(scenario, "Old Reporting", "Application"));
  scenario.put(application(scenario, "Provisioning", "ManagedIdentity"));
  scenario.putMembers(MIXED_GROUP, ["Old Reporting"]);
  scenario.put({
    kind: "directoryObject",
    id: scenario.idOf("Something Else"),
    displayName: "Something Else",
  });
}

function giveToOthers(scenario: ScenarioTenant): void {
  const reader = { role: "Message Center Reader" };
  scenario.give(ROLE_GROUP, { role: "Teams Communications Support Specialist" });
  scenario.give(MIXED_GROUP, reader);
  scenario.give("Role migration", { role: "Global Reader" });
  scenario.give("Ticket Bridge", reader);
  scenario.give("Old Reporting", { role: "Directory Readers" });
  scenario.give("Provisioning", reader);
  scenario.give("Something Else", reader);
}

/** Approvers who live, who are dead, whom nobody has read, and who wait for each other. */
function askApprovals(scenario: ScenarioTenant): void {
  scenario.askApproval("Reports Reader", ["Dee Dead-Approver", "Lee Living-Approver"]);
  scenario.askApproval("Search Administrator", ["Dee Dead-Approver"]);
  scenario.askApproval("Edge Administrator", [APPROVERS]);
  scenario.askApproval("Privileged Role Administrator", []);
}

/** A policy that is aimed at a role, and one that leaves a role out. */
function putAccessControls(scenario: ScenarioTenant): void {
  scenario.putConditionalAccess("Managed devices for service support", {
    includedRoleIds: scenario.idsOf(["Service Support Administrator"]),
    builtInControls: ["compliantDevice"],
  });
  scenario.putConditionalAccess("Multifactor authentication for all but report readers", {
    includedUsers: ["All"],
    excludedUsers: scenario.idsOf(["Break Glass One", "Break Glass Two"]),
    excludedRoleIds: scenario.idsOf(["Usage Summary Reports Reader"]),
    builtInControls: ["mfa"],
  });
}

function group(scenario: ScenarioTenant, displayName: string, more: Partial<Group>): Group {
  return {
    ...PLAIN_GROUP,
    id: scenario.idOf(displayName),
    displayName,
    description: displayName,
    mailNickname: displayName.toLowerCase().replaceAll(/[^a-z]+/gu, "-"),
    createdAt: scenario.daysAgo(500),
    ...more,
  };
}

function application(
  scenario: ScenarioTenant,
  displayName: string,
  servicePrincipalType: ServicePrincipal["servicePrincipalType"],
): ServicePrincipal {
  return {
    kind: "servicePrincipal",
    id: scenario.idOf(displayName),
    appId: scenario.idOf(`${displayName} app`),
    displayName,
    accountEnabled: true,
    servicePrincipalType,
  };
}

function factsOf(scenario: ScenarioTenant, seed: number): ScenarioFacts {
  const { tenant, clientId, callerId, epochAt } = scenario;
  const ids = (...names: readonly string[]): readonly string[] => scenario.idsOf(names);
  return {
    seed,
    tenantId: tenant.id,
    clientId,
    callerId,
    epochAt,
    breakGlassIds: ids("Break Glass One", "Break Glass Two"),
    globalAdministratorIds: ids("Break Glass One", "Break Glass Two", "Gil Global-Retired"),
    synchronizationAccountId: scenario.idOf("Directory Synchronization"),
    alreadyEligibleIds: ids("Eli Eligible", "Tim Eligible-For-A-Time"),
    onlyEligibleIds: ids("Olga Only-Eligible", "Mia Member-Eligible"),
    activatedIds: ids("Ada Activated"),
    roleGroupIds: ids(ROLE_GROUP),
    servicePrincipalHolderIds: ids("Role migration", "Ticket Bridge", "Old Reporting", "Provisioning"),
    customRoleIds: ids("Application Registration Support"),
    microsoftAccountId: scenario.idOf("Robin Founder"),
    onboardedGroupIds: [],
    notOnboardableGroupIds: ids(APPROVERS),
    namedIds: scenario.namedIds(),
  };
}
