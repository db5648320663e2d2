import type { Random } from "../random.ts";
import type { User } from "../state/directory.ts";
import { PLAIN_USER, registered } from "../state/plain-objects.ts";
import { profileOf } from "./profile.ts";

const GIVEN_NAMES = (
  "Adele Alex Amara Anouk Bas Bianca Carlos Chen Daan Daria Elif Emeka Fatima Femke Giulia Hana Henrik Imani " +
  "Ines Jonas Kavya Lars Leila Linh Luca Maaike Marta Mateo Mei Milan Nadia Nils Noor Olga Omar Pieter Priya " +
  "Quirine Rafael Ravi Sanne Sara Sofia Stefan Tariq Thandi Tom Ulrike Vera Wei Willem Yara Yusuf Zofia"
).split(" ");

const SURNAMES = (
  "Almeida Andersen Bakker Berg Bianchi Chowdhury Costa Dekker Dimitrov Eriksen Fischer Garcia Haddad Hansen " +
  "Ibrahim Jansen Kaya Kim Kowalski Laurent Lindqvist Malik Mbeki Meyer Moreau Mulder Nguyen Novak Okafor " +
  "Olsen Patel Peeters Petrov Quist Rahman Rossi Sato Schmidt Silva Singh Smit Tanaka Tran Urban Visser Vos " +
  "Wagner Wang Weber Yilmaz Zhang Zimmermann"
).split(" ");

const DEPARTMENTS = [
  { name: "IT Operations", title: "System engineer", weight: 30 },
  { name: "Service Desk", title: "Support specialist", weight: 26 },
  { name: "Information Security", title: "Security analyst", weight: 10 },
  { name: "Collaboration", title: "Workplace engineer", weight: 12 },
  { name: "Human Resources", title: "People systems specialist", weight: 6 },
  { name: "Finance", title: "Licence controller", weight: 6 },
  { name: "Communications", title: "Change communicator", weight: 6 },
  { name: "Legal", title: "Compliance officer", weight: 4 },
] as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is already decided about a person. */
export interface PersonSettings {
  readonly epochAt: number;
  /** Makes names that occur twice different. */
  readonly number: number;
  readonly isGuest: boolean;
  readonly isEnabled: boolean;
}

/** Makes up one person. */
export function makePerson(random: Random, settings: PersonSettings): User {
  const givenName = random.pick(GIVEN_NAMES);
  const surname = random.pick(SURNAMES);
  const department = random.weighted(DEPARTMENTS);
  const account = `${givenName}.${surname}${settings.number}`.toLowerCase();
  const { isGuest } = settings;
  const id = random.guid();
  return {
    ...profileOf(id, settings),
    kind: "user",
    id,
    displayName: `${givenName} ${surname}`,
    givenName,
    surname,
    userPrincipalName: isGuest
      ? `${account}_fabrikam.com#EXT#@contoso.onmicrosoft.com`
      : `${account}@contoso.com`,
    mail: isGuest ? `${account}@fabrikam.com` : `${account}@contoso.com`,
    jobTitle: department.title,
    department: isGuest ? null : department.name,
    accountEnabled: settings.isEnabled,
    userType: isGuest ? "Guest" : "Member",
    onPremisesSyncEnabled: !isGuest && random.chance(0.35) ? true : null,
    externalUserState: isGuest ? "Accepted" : null,
    createdAt: settings.epochAt - (30 + random.below(2000)) * DAY_MS,
  };
}

/** Makes an account that is no ordinary person's, only in the cloud unless said otherwise. */
export function makeSpecialAccount(
  random: Random,
  account: { displayName: string; name: string; epochAt: number; isSynchronized?: boolean },
): User {
  return {
    ...PLAIN_USER,
    id: random.guid(),
    registration: registered(account.isSynchronized === true ? [] : ["passKeyDeviceBound"]),
    displayName: account.displayName,
    userPrincipalName: `${account.name}@contoso.onmicrosoft.com`,
    onPremisesSyncEnabled: account.isSynchronized === true ? true : null,
    createdAt: account.epochAt - 1200 * DAY_MS,
  };
}

/** Makes an administrator who signs in with a Microsoft account: the one that the tenant was once bought with. */
export function makeMicrosoftAccount(random: Random, epochAt: number): User {
  return {
    ...makeSpecialAccount(random, { displayName: "Robin Founder", name: "", epochAt }),
    userPrincipalName: "robin.founder_outlook.com#EXT#@contoso.onmicrosoft.com",
    mail: "robin.founder@outlook.com",
    isMicrosoftAccount: true,
    registration: registered(["mobilePhone"]),
    signIns: { lastAt: epochAt - 200 * DAY_MS },
  };
}
