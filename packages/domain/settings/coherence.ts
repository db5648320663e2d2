import type { DocumentProblem } from "../problems.ts";
import {
  namedApprovers,
  type ApprovalRule,
  type AuthenticationContextRule,
  type RoleRule,
} from "../role-settings.ts";
import type { ConditionalAccessPolicy } from "../tenant-settings.ts";
import { isRefused } from "./identity-proof.ts";
import type { SettingsEntry } from "./settings-entry.ts";

/** The approval rule among the rules of a role. */
export function approvalOf(rules: readonly RoleRule[]): ApprovalRule | null {
  return rules.find((rule) => rule.kind === "approval") ?? null;
}

/** Why settings that the plan makes would not be taken, or would lock people out, whoever they are. */
export function coherenceProblems(
  entry: SettingsEntry,
  policies: readonly ConditionalAccessPolicy[],
): readonly DocumentProblem[] {
  return [...bothProofs(entry), ...approvalOfNobody(entry), ...contextOfNoPolicy(entry, policies)].map(
    ([code, what]) => ({ pointer: entry.pointer ?? "", code, message: `${entry.roleName} ${what}` }),
  );
}

type Told = readonly [code: string, what: string];

function bothProofs({ after }: SettingsEntry): readonly Told[] {
  if (!isRefused(after)) return [];
  const what =
    "would ask for multifactor authentication and for an authentication context, and Microsoft takes only one of them";
  return [["mfaAndAuthenticationContext", what]];
}

/** Where nobody is named, active administrators decide: it must be what the tenant has already. */
function approvalOfNobody({ before, after }: SettingsEntry): readonly Told[] {
  if (!isOfNobody(approvalOf(after)) || isOfNobody(approvalOf(before))) return [];
  const what =
    "would ask for an approval and name nobody who decides: name approvers in the template or in an override";
  return [["approvalWithoutApprovers", what]];
}

function isOfNobody(rule: ApprovalRule | null): boolean {
  return rule?.isApprovalRequired === true && namedApprovers(rule).length === 0;
}

/**
 * A context that no policy speaks of is answered with multifactor authentication alone. A policy that targets roles does
 * not apply to whoever has not activated the role yet (PIM, "configure role settings").
 */
function contextOfNoPolicy(
  { before, after }: SettingsEntry,
  policies: readonly ConditionalAccessPolicy[],
): readonly Told[] {
  const asked = contextOf(after);
  if (asked === null || asked === contextOf(before)) return [];
  const enabled = policies.filter(
    ({ state, authenticationContexts }) => state === "enabled" && authenticationContexts.includes(asked),
  );
  if (enabled.some(targetsPeople)) return [];
  const what =
    enabled.length === 0
      ? `would ask for the authentication context ${asked}, and no enabled conditional access policy speaks of it`
      : `would ask for the authentication context ${asked}, and the policies that speak of it target no users or groups, so they do not apply before an activation: let one do so`;
  return [["authenticationContextWithoutPolicy", what]];
}

/** `None` is Microsoft's word for nobody. */
function targetsPeople({ includeUsers, includeGroups }: ConditionalAccessPolicy): boolean {
  return includeGroups.length > 0 || includeUsers.some((user) => user !== "None");
}

function contextOf(rules: readonly RoleRule[]): string | null {
  const rule = rules.find((one): one is AuthenticationContextRule => one.kind === "authenticationContext");
  return rule?.isEnabled === true ? (rule.claimValue ?? "") : null;
}
