import { BUILT_IN_ROLES } from "../builtin-roles.ts";

/** A role that people hold, and how often compared with the others. */
export interface WeightedRole {
  readonly id: string;
  readonly displayName: string;
  readonly isScopableToAdministrativeUnit: boolean;
  readonly weight: number;
}

/** By display name: what is left over in a tenant whose most powerful roles are in PIM already. */
const WEIGHTS: Readonly<Record<string, number>> = {
  "Message Center Reader": 120,
  "Reports Reader": 52,
  "Helpdesk Administrator": 48,
  "Service Support Administrator": 40,
  "Groups Administrator": 36,
  "License Administrator": 34,
  "Teams Administrator": 30,
  "User Administrator": 28,
  "Security Reader": 28,
  "Directory Readers": 26,
  "Global Reader": 24,
  "Guest Inviter": 24,
  "Exchange Recipient Administrator": 22,
  "SharePoint Administrator": 20,
  "Usage Summary Reports Reader": 20,
  "Password Administrator": 18,
  "Intune Administrator": 18,
  "Teams Devices Administrator": 16,
  "Printer Administrator": 14,
  "Teams Communications Administrator": 14,
  "Billing Administrator": 12,
  "Compliance Administrator": 12,
  "Power Platform Administrator": 12,
  "Message Center Privacy Reader": 12,
  "Authentication Administrator": 10,
  "Cloud Device Administrator": 10,
  "Fabric Administrator": 10,
  "Office Apps Administrator": 10,
  "Compliance Data Administrator": 9,
  "Teams Communications Support Specialist": 9,
  "Security Operator": 8,
  "Knowledge Manager": 8,
  "Attack Simulation Administrator": 7,
  "Dynamics 365 Administrator": 7,
  "Windows 365 Administrator": 6,
  "Search Administrator": 6,
  "Attribute Assignment Reader": 5,
  "Edge Administrator": 5,
  "Insights Analyst": 5,
  "Organizational Messages Writer": 4,
  "Printer Technician": 4,
  "Viva Goals Administrator": 3,
  "Cloud App Security Administrator": 3,
  "Yammer Administrator": 2,
};

/** The roles that the seeded people hold. */
export const WEIGHTED_ROLES: readonly WeightedRole[] = BUILT_IN_ROLES.filter(
  (role) => WEIGHTS[role.displayName] !== undefined,
).map((role) => ({
  id: role.id,
  displayName: role.displayName,
  isScopableToAdministrativeUnit: role.isScopableToAdministrativeUnit,
  weight: WEIGHTS[role.displayName] ?? 0,
}));

/** The id of a built-in role by its display name; a wrong name is a mistake in this package. */
export function roleIdOf(displayName: string): string {
  const role = BUILT_IN_ROLES.find((candidate) => candidate.displayName === displayName);
  if (role === undefined) throw new Error(`There is no built-in role "${displayName}".`);
  return role.id;
}
