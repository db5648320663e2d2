import type { ComplianceContext } from "./compliance-context.ts";

/**
 * The eight roles that CISA's baseline calls highly privileged, by the names that its tool looks for. Source:
 * cisagov/ScubaGear 4d34e9a4, `baselines/aad.md` and `ScubaConfigDefaults.json`.
 */
const HIGHLY_PRIVILEGED: ReadonlySet<string> = new Set([
  "Global Administrator",
  "Privileged Role Administrator",
  "User Administrator",
  "SharePoint Administrator",
  "Exchange Administrator",
  "Hybrid Identity Administrator",
  "Application Administrator",
  "Cloud Application Administrator",
]);

/** Whether a role is one of the eight. */
export function isHighlyPrivileged({ roles }: ComplianceContext, roleDefinitionId: string): boolean {
  const role = roles.get(roleDefinitionId);
  return role !== undefined && HIGHLY_PRIVILEGED.has(role.displayName);
}
