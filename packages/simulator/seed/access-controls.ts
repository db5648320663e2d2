import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Random } from "../random.ts";
import type { ConditionalAccessPolicy } from "../state/access-controls.ts";
import type { Tenant } from "../state/tenant.ts";
import { roleIdOf } from "./role-weights.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const CONTEXTS = [
  ["c1", "Privileged roles", "Asked for when a privileged role is activated"],
  ["c2", "Sensitive sites", "Asked for at sites with sensitive documents"],
  ["c3", "Protected actions", "Asked for when protected actions are carried out"],
] as const;

/** Most of Microsoft's own template "Require MFA for administrators". */
const GUARDED_ROLES = [
  "Privileged Role Administrator",
  "Security Administrator",
  "User Administrator",
  "Exchange Administrator",
  "SharePoint Administrator",
  "Helpdesk Administrator",
  "Authentication Administrator",
];

type Parts = Partial<Omit<ConditionalAccessPolicy, "id" | "createdAt">> &
  Pick<ConditionalAccessPolicy, "displayName">;

function policyParts(): readonly Parts[] {
  const includedRoleIds = [GLOBAL_ADMINISTRATOR, ...GUARDED_ROLES.map(roleIdOf)];
  return [
    { displayName: "Require MFA for administrators", includedRoleIds, builtInControls: ["mfa"] },
    {
      displayName: "Administrators sign in again after four hours",
      includedRoleIds,
      builtInControls: ["mfa"],
      signInFrequencyHours: 4,
    },
    {
      displayName: "Privileged roles only from managed devices",
      includedUsers: ["All"],
      includedApplications: [],
      authenticationContextIds: ["c1"],
      builtInControls: ["mfa", "compliantDevice"],
    },
    {
      displayName: "Block legacy authentication",
      state: "enabledForReportingButNotEnforced",
      includedUsers: ["All"],
      builtInControls: ["block"],
    },
  ];
}

/** Authentication contexts, and conditional access policies, most of them aimed at roles. */
export function seedAccessControls(
  tenant: Tenant,
  random: Random,
  options: { readonly epochAt: number; readonly breakGlassIds: readonly string[] },
): void {
  for (const [id, displayName, description] of CONTEXTS) {
    tenant.access.putContext({ id, displayName, description, isAvailable: id !== "c3" });
  }
  for (const parts of policyParts()) {
    tenant.access.putPolicy({
      id: random.guid(),
      createdAt: options.epochAt - (60 + random.below(600)) * DAY_MS,
      state: "enabled",
      includedUsers: [],
      excludedUsers: options.breakGlassIds,
      includedGroupIds: [],
      excludedGroupIds: [],
      includedRoleIds: [],
      excludedRoleIds: [],
      includedApplications: ["All"],
      authenticationContextIds: [],
      builtInControls: [],
      signInFrequencyHours: null,
      ...parts,
    });
  }
}
