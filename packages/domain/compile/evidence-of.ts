import type { ClassCode, Evidence } from "../evidence.ts";
import type { RoleDefinition } from "../inventory.ts";
import type { Principal } from "../principal.ts";
import type { ActivationNeeds } from "../role-settings.ts";
import { isPrivilegedRole, tierOf } from "../role-tier.ts";
import type { AccountFacts, Known, PrincipalFacts } from "./classify.ts";
import type { CompileContext } from "./compile-context.ts";

/** Collects evidence; what does not hold is left out. */
type Tell = (holds: boolean, code: ClassCode, property: string, value: string | null) => void;

/** What a principal is, each class with what says so. */
export function principalEvidence(
  principal: Principal | null,
  { account, isSynchronized, isEnabled }: PrincipalFacts,
  { membership }: Pick<CompileContext, "membership">,
): readonly Evidence[] {
  if (principal === null) return [];
  return collect((tell) => {
    tell(isYes(isSynchronized), "synchronized", "onPremisesSyncEnabled", "true");
    tell(isNo(isEnabled), "disabled", "accountEnabled", "false");
    if (account !== null) tellOfAccount(tell, principal, account);
    if (principal.type === "group") {
      const { isAssignableToRole, isDynamic } = principal;
      tell(isAssignableToRole !== true, "group", "isAssignableToRole", String(isAssignableToRole));
      tell(isAssignableToRole === true, "roleAssignableGroup", "isAssignableToRole", "true");
      tell(isDynamic === true, "dynamicGroup", "groupTypes", "DynamicMembership");
      const groupIds = membership.direct(principal.id)?.groupIds ?? [];
      tell(groupIds.length > 0, "nestedGroup", "members", groupIds.join(" "));
    }
    if (principal.type === "servicePrincipal") {
      const { servicePrincipalType } = principal;
      const isManaged = servicePrincipalType === "ManagedIdentity";
      tell(
        true,
        isManaged ? "managedIdentity" : "servicePrincipal",
        "servicePrincipalType",
        servicePrincipalType,
      );
    }
  });
}

/** What a role is; of one that the tenant does not list nothing is known. */
export function roleEvidence(
  role: RoleDefinition | undefined,
  { needs }: Pick<CompileContext, "needs">,
): readonly Evidence[] {
  if (role === undefined) return [];
  const approvers = needs.approversOf(role.id);
  const tier = tierOf(role);
  return collect((tell) => {
    tell(isPrivilegedRole(role) === true, "privileged", "isPrivileged", "true");
    tell(tier === 0, "tier0", "templateId", role.templateId ?? role.id);
    tell(tier === 1, "tier1", "templateId", role.templateId ?? role.id);
    tell(tier === 2, "tier2", "templateId", role.templateId ?? role.id);
    tell(tier === null, "tierUnknown", "isBuiltIn", "false");
    tell(approvers !== null, "approvalNeeded", "approvers", approversText(approvers ?? []));
  });
}

function tellOfAccount(tell: Tell, { userType }: Principal, account: AccountFacts): void {
  const { isGuest, isMfaRegistered, isLicensed, lastSignInAt, serviceWord } = account;
  tell(isNo(isGuest), "member", "userType", userType);
  tell(isYes(isGuest), "guest", "userType", userType);
  tell(!isGuest.isKnown, "userTypeUnknown", "userType", null);
  tell(isYes(account.isMicrosoftAccount), "microsoftAccount", "identities", "MicrosoftAccount");
  tell(serviceWord !== null, "serviceAccountLike", "userPrincipalName", serviceWord);
  const signIn = lastSignInAt.isKnown ? lastSignInAt.value : null;
  tell(lastSignInAt.isKnown && signIn === null, "neverSignedIn", "signInActivity", null);
  tell(signIn !== null, "signedIn", "signInActivity", signIn);
  tell(!lastSignInAt.isKnown, "signInUnknown", "signInActivity", null);
  tell(isYes(isMfaRegistered), "mfaRegistered", "isMfaRegistered", "true");
  tell(isNo(isMfaRegistered), "mfaNotRegistered", "isMfaRegistered", "false");
  tell(!isMfaRegistered.isKnown, "mfaUnknown", "isMfaRegistered", null);
  tell(isYes(isLicensed), "licensed", "assignedPlans", "true");
  tell(isNo(isLicensed), "notLicensed", "assignedPlans", "false");
  tell(!isLicensed.isKnown, "licenceUnknown", "assignedPlans", null);
}

function collect(from: (tell: Tell) => void): readonly Evidence[] {
  const evidence: Evidence[] = [];
  from((holds, code, property, value) => {
    if (holds) evidence.push({ class: code, property, value: value ?? "null" });
  });
  return evidence;
}

/** Required without approvers, active Global and Privileged Role Administrators decide. */
function approversText(approvers: NonNullable<ActivationNeeds["approvers"]>): string {
  return approvers.length === 0
    ? "active Global and Privileged Role Administrators"
    : approvers.map(({ kind, id }) => `${kind} ${id}`).join(", ");
}

function isYes(fact: Known<boolean>): boolean {
  return fact.isKnown && fact.value;
}

function isNo(fact: Known<boolean>): boolean {
  return fact.isKnown && !fact.value;
}
