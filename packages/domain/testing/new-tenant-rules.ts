import {
  RULE_IDS,
  type Enablement,
  type EnablementRule,
  type RoleRule,
  type RuleId,
} from "../role-settings.ts";
import { approvalRule } from "./approval-rule.ts";
import { mailRules } from "./mail-rules.ts";

const EXPIRATIONS = {
  Expiration_Admin_Eligibility: { isExpirationRequired: false, maximumDuration: "P365D" },
  Expiration_Admin_Assignment: { isExpirationRequired: false, maximumDuration: "P180D" },
  Expiration_EndUser_Assignment: { isExpirationRequired: true, maximumDuration: "PT8H" },
} as const;

/** All 17 rules of a role as a new tenant has them, in their one order. */
export function newTenantRules(): readonly RoleRule[] {
  const rules: readonly RoleRule[] = [
    ...(
      [
        "Expiration_Admin_Eligibility",
        "Expiration_Admin_Assignment",
        "Expiration_EndUser_Assignment",
      ] as const
    ).map((id) => ({ kind: "expiration", id, ...EXPIRATIONS[id] }) as const),
    enablement("Enablement_Admin_Eligibility"),
    enablement("Enablement_Admin_Assignment", "Justification"),
    enablement("Enablement_EndUser_Assignment", "MultiFactorAuthentication", "Justification"),
    approvalRule(),
    {
      kind: "authenticationContext",
      id: "AuthenticationContext_EndUser_Assignment",
      isEnabled: false,
      claimValue: null,
    },
    ...mailRules(),
  ];
  return rules.toSorted((a, b) => RULE_IDS.indexOf(a.id) - RULE_IDS.indexOf(b.id));
}

function enablement(id: RuleId, ...enabledRules: readonly Enablement[]): EnablementRule {
  return { kind: "enablement", id, enabledRules };
}
