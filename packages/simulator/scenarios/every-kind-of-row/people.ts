import { PRODUCTS } from "../../products.ts";
import type { User } from "../../state/directory.ts";
import { PLAIN_USER, registered } from "../../state/plain-objects.ts";
import type { Held, ScenarioTenant } from "../scenario-tenant.ts";

/** A user account: what is not as with everybody else, and what it holds. */
export interface Person {
  readonly name: string;
  readonly is?: Partial<User>;
  /** How long ago the account was used last; null where nobody knows. Two days unless said. */
  readonly lastSignInDaysAgo?: number | null;
  readonly holds: readonly Held[];
}

const READER: Held = { role: "Message Center Reader" };
const GUEST: Partial<User> = { userType: "Guest", externalUserState: "Accepted", department: null };
const DISABLED: Partial<User> = { accountEnabled: false };
const FRENCH: Partial<User> = { country: "France" };

/** Accounts of which no plan decides. */
const LEFT_ALONE: readonly Person[] = [
  { name: "Break Glass One", holds: [{ role: "Global Administrator" }] },
  { name: "Break Glass Two", holds: [{ role: "Global Administrator" }] },
  { name: "Ada Activated", holds: [{ ...READER, way: "activated" }] },
  { name: "Bo Bound", holds: [{ ...READER, way: "pimTimeBound" }] },
  {
    name: "Thea Through-Group",
    holds: [{ role: "Teams Communications Support Specialist", way: "throughGroup" }],
  },
  { name: "Hana In-Pim-Only", holds: [{ ...READER, way: "onlyInPim" }] },
  { name: "Lone In-Directory-Only", holds: [{ ...READER, way: "onlyInDirectory" }] },
  { name: "Greta Deleted", holds: [READER] },
  { name: "Gustav Deleted", holds: [{ ...READER, way: "onlyInDirectory" }] },
  { name: "Otto Odd-Role", holds: [{ role: "A role that is not listed" }] },
  {
    name: "Directory Synchronization",
    is: { onPremisesSyncEnabled: true },
    holds: [{ role: "Directory Synchronization Accounts" }],
  },
  { name: "Pia Partner", holds: [{ role: "Partner Tier1 Support" }] },
  { name: "Gil Global-Retired", is: DISABLED, holds: [{ role: "Global Administrator" }] },
  { name: "Olga Only-Eligible", holds: [{ ...READER, way: "eligible" }] },
];

/** Of whom a plan can speak by name. */
const NAMED: readonly Person[] = [
  { name: "Sam Scanner", holds: [READER] },
  { name: "Lars Late", holds: [READER] },
  {
    name: "Parth Partly",
    holds: [
      { role: "License Administrator", at: "Region Berlin" },
      { role: "License Administrator", at: "Region Lagos" },
    ],
  },
  { name: "Charlie Chosen", holds: [READER] },
  { name: "Kim Kept", is: GUEST, holds: [READER] },
  { name: "Penny Pending", is: { ...GUEST, externalUserState: "PendingAcceptance" }, holds: [READER] },
  {
    name: "Lefty Left-Out",
    holds: [READER, { role: "License Administrator", at: "Region Berlin" }],
  },
  { name: "Olu Operator", holds: [READER] },
];

/** Whom rules can be about. */
const RULED: readonly Person[] = [
  { name: "Gus Guest", is: GUEST, holds: [READER] },
  { name: "Gia Guest-Disabled", is: { ...GUEST, ...DISABLED }, holds: [READER] },
  { name: "Uma Unsaid-Whether-Guest", is: { userType: null }, holds: [READER] },
  { name: "Ida Idle", lastSignInDaysAgo: 200, holds: [READER] },
  { name: "Dan Dark", lastSignInDaysAgo: null, holds: [READER] },
  { name: "svc backup", is: { jobTitle: null, department: null }, holds: [READER] },
  { name: "Nils No-Licence", is: { skuIds: [] }, holds: [READER] },
  { name: "Sid Synchronized", is: { onPremisesSyncEnabled: true }, holds: [READER] },
  { name: "Zoe France", is: FRENCH, holds: [{ role: "User Administrator" }] },
  { name: "Tom France", is: FRENCH, holds: [{ role: "Application Registration Support" }] },
  { name: "Luc France", is: FRENCH, holds: [READER] },
  { name: "Hal Helpdesk", is: { department: "Service Desk" }, holds: [READER] },
];

/** Who becomes eligible, or would if they could. */
const CONVERTED: readonly Person[] = [
  { name: "Ann Plain", holds: [READER] },
  { name: "Percy Permanent", holds: [{ ...READER, way: "pimPermanent" }] },
  { name: "Eli Eligible", holds: [READER, { ...READER, way: "eligible" }] },
  { name: "Tim Eligible-For-A-Time", holds: [READER, { ...READER, way: "eligibleForATime" }] },
  { name: "Dirk Disabled", is: DISABLED, holds: [READER] },
  { name: "Twyla Twice", holds: [READER, READER] },
  { name: "Una Unit", holds: [{ role: "License Administrator", at: "Region Berlin" }] },
  { name: "Cleo Custom", holds: [{ role: "Application Registration Support" }] },
  { name: "Owen Owner", holds: [{ role: "Cloud Application Administrator", at: "Expense Portal" }] },
  { name: "Cat Catalog", holds: [{ ...READER, at: "AccessPackageCatalog" }] },
  { name: "Uwe User-Administrator", holds: [{ role: "User Administrator" }] },
  { name: "Pam Privileged", holds: [{ role: "Privileged Role Administrator" }] },
  { name: "Pat Privileged", holds: [{ role: "Privileged Role Administrator" }] },
  { name: "Mo No-Mfa", is: { registration: registered([]) }, holds: [{ role: "Printer Administrator" }] },
  { name: "Robin Founder", is: { isMicrosoftAccount: true }, holds: [READER] },
  { name: "Rae Reports", holds: [{ role: "Reports Reader" }] },
  { name: "Sue Search", holds: [{ role: "Search Administrator" }] },
  { name: "Ed Edge", holds: [{ role: "Edge Administrator" }] },
  { name: "Cal Conditional", holds: [{ role: "Service Support Administrator" }] },
  { name: "Bea Begins", holds: [{ role: "Usage Summary Reports Reader" }] },
  { name: "Lee Living-Approver", holds: [READER] },
  { name: "Max Member", holds: [READER] },
  { name: "Mia Member-Eligible", holds: [{ ...READER, way: "eligible" }] },
];

/** Who holds nothing, and matters as a member or an approver. */
const OTHERS: readonly Person[] = [
  { name: "Dee Dead-Approver", is: DISABLED, holds: [] },
  { name: "Ned Member-Only", holds: [] },
  { name: "Nia Night-Shift", holds: [] },
];

/** All user accounts of the scenario. */
export const PEOPLE: readonly Person[] = [...LEFT_ALONE, ...NAMED, ...RULED, ...CONVERTED, ...OTHERS];

/** A person in sales in Germany who can activate, has a licence and was here the day before yesterday, unless said. */
export function userOf(scenario: ScenarioTenant, { name, is = {}, lastSignInDaysAgo = 2 }: Person): User {
  const account = name.toLowerCase().replaceAll(" ", ".");
  const [givenName = null, surname = null] = name.split(" ");
  return {
    ...PLAIN_USER,
    id: scenario.idOf(name),
    displayName: name,
    givenName,
    surname,
    userPrincipalName:
      is.userType === "Guest"
        ? `${account}_fabrikam.com#EXT#@contoso.onmicrosoft.com`
        : `${account}@contoso.com`,
    jobTitle: "Account manager",
    department: "Sales",
    country: "Germany",
    skuIds: [PRODUCTS.m365E5.skuId],
    signIns: lastSignInDaysAgo === null ? null : { lastAt: scenario.daysAgo(lastSignInDaysAgo) },
    registration: registered(["microsoftAuthenticatorPush", "passKeyDeviceBound"]),
    createdAt: scenario.daysAgo(1000),
    ...is,
  };
}
