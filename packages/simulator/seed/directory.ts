import type { Random } from "../random.ts";
import type { AdministrativeUnit, Application, Group, ServicePrincipal, User } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Membership } from "./groups.ts";
import { makeGroup } from "./groups.ts";
import { makePerson, makeSpecialAccount } from "./people.ts";

/** Everything in the directory, by the part that it plays. */
export interface SeededDirectory {
  /** Those who hold roles, or may. */
  readonly admins: readonly User[];
  /** People who hold no role by themselves. */
  readonly others: readonly User[];
  readonly breakGlass: readonly User[];
  readonly globalAdministrators: readonly User[];
  readonly synchronizationAccount: User;
  readonly roleGroups: readonly Group[];
  /** Who is in these and the other groups. */
  readonly memberships: readonly Membership[];
  /** Teams that can hold no role, and who is in them is among the memberships. */
  readonly otherGroups: readonly Group[];
  readonly servicePrincipals: readonly ServicePrincipal[];
  readonly administrativeUnits: readonly AdministrativeUnit[];
  readonly applications: readonly Application[];
}

const REGIONS = [
  "Amsterdam",
  "Berlin",
  "Chennai",
  "Dublin",
  "Lagos",
  "Lisbon",
  "Oslo",
  "Osaka",
  "Prague",
  "Toronto",
];
const SERVICES = [
  "Provisioning",
  "Reporting",
  "Backup",
  "Ticket Bridge",
  "Licence Sync",
  "Inventory",
  "Mail Flow",
];
const TEAMS = [
  "Service Desk",
  "Workplace",
  "Messaging",
  "Reporting",
  "Collaboration",
  "Field Support",
  "Licensing",
];
/** A tenant may have 500 groups that can hold roles; few come near. */
const MAXIMUM_ROLE_GROUP_COUNT = 200;

function atLeast(minimum: number, count: number): number {
  return Math.max(minimum, Math.round(count));
}

/** `count` different names: the words, then the words with numbers. */
function names(words: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_unused, index) => {
    const round = Math.floor(index / words.length);
    const word = words[index % words.length] ?? "";
    return round === 0 ? word : `${word} ${round + 1}`;
  });
}

function makePeople(random: Random, epochAt: number, adminCount: number): { admins: User[]; others: User[] } {
  const person = (number: number): User =>
    makePerson(random, {
      epochAt,
      number,
      isGuest: number % 40 === 17,
      isEnabled: number % 33 !== 9,
    });
  const otherCount = atLeast(10, adminCount / 4);
  return {
    admins: Array.from({ length: adminCount }, (_unused, index) => person(index + 1)),
    others: Array.from({ length: otherCount }, (_unused, index) => person(adminCount + index + 1)),
  };
}

function makeTeam(
  random: Random,
  settings: { displayName: string; epochAt: number; isAssignableToRole: boolean; members: readonly User[] },
): Membership {
  const memberCount = 3 + random.below(6);
  const memberIds = Array.from({ length: memberCount }, () => random.pick(settings.members).id);
  const { displayName, epochAt, isAssignableToRole } = settings;
  return {
    group: makeGroup(random, displayName, epochAt, { isAssignableToRole: isAssignableToRole ? true : null }),
    memberIds: [...new Set(memberIds)],
  };
}

function makeServicePrincipals(random: Random, adminCount: number): ServicePrincipal[] {
  return names(SERVICES, atLeast(4, adminCount / 60)).map((name, index) => ({
    kind: "servicePrincipal",
    id: random.guid(),
    appId: random.guid(),
    displayName: index === 1 ? `${name} (managed identity)` : `${name} connector`,
    accountEnabled: true,
    servicePrincipalType: index === 1 ? "ManagedIdentity" : "Application",
  }));
}

/** Fills the directory. */
export function seedDirectory(
  tenant: Tenant,
  random: Random,
  options: { readonly adminCount: number; readonly epochAt: number },
): SeededDirectory {
  const { adminCount, epochAt } = options;
  const special = (displayName: string, name: string): User =>
    makeSpecialAccount(random, { displayName, name, epochAt });
  const breakGlass = [special("Break Glass 1", "breakglass1"), special("Break Glass 2", "breakglass2")];
  const globalAdministrators = [1, 2, 3].map((number) => special(`Global Admin ${number}`, `ga${number}`));
  const synchronizationAccount = makeSpecialAccount(random, {
    displayName: "On-Premises Directory Synchronization Service Account",
    name: "sync_dc01_5f0c7a",
    epochAt,
    isSynchronized: true,
  });
  const { admins, others } = makePeople(random, epochAt, adminCount);
  const team = (displayName: string, isAssignableToRole: boolean): Membership =>
    makeTeam(random, { displayName, epochAt, isAssignableToRole, members: others });
  const roleTeams = names(TEAMS, Math.min(MAXIMUM_ROLE_GROUP_COUNT, atLeast(3, adminCount / 50))).map(
    (name) => team(`Role - ${name}`, true),
  );
  const otherTeams = names(TEAMS, 3).map((name) => team(`Team - ${name}`, false));
  const memberships = [...roleTeams, ...otherTeams];
  const servicePrincipals = makeServicePrincipals(random, adminCount);
  const administrativeUnits = names(REGIONS, Math.min(30, atLeast(3, adminCount / 40))).map(
    (region): AdministrativeUnit => ({
      kind: "administrativeUnit",
      id: random.guid(),
      displayName: `Region ${region}`,
      description: `Users and devices of ${region}`,
      memberIds: [],
    }),
  );
  const applications = names(["Expense Portal", "Visitor Desk"], 2).map((displayName): Application => ({
    kind: "application",
    id: random.guid(),
    appId: random.guid(),
    displayName,
  }));
  for (const object of [
    ...breakGlass,
    ...globalAdministrators,
    synchronizationAccount,
    ...admins,
    ...others,
    ...memberships.map(({ group }) => group),
    ...servicePrincipals,
    ...administrativeUnits,
    ...applications,
  ]) {
    tenant.directory.put(object);
  }
  return {
    admins,
    others,
    breakGlass,
    globalAdministrators,
    synchronizationAccount,
    roleGroups: roleTeams.map(({ group }) => group),
    otherGroups: otherTeams.map(({ group }) => group),
    memberships,
    servicePrincipals,
    administrativeUnits,
    applications,
  };
}
