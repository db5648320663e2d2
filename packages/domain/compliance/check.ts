import type { PrincipalAccess } from "../principal-access.ts";
import type { Finding } from "./findings.ts";
import type { RoleViewRow } from "./role-view.ts";

/** The checks that are computed: three digits of CISA's baseline or five of the Zero Trust Assessment. */
export const COMPLIANCE_CHECKS = {
  "ZTA.21815": "All privileged role assignments are activated just in time and not permanently active",
  "ZTA.21816": "All Microsoft Entra privileged role assignments are managed with PIM",
  "ZTA.21835": "Emergency access accounts are configured appropriately",
  "ZTA.21836": "Workload identities are not assigned privileged roles",
  "MS.AAD.7.4": "Permanent active role assignments shall not be allowed for highly privileged roles",
  "MS.AAD.7.5": "Provisioning users to highly privileged roles shall not occur outside of a PAM system",
} as const;
/** One of them. */
export type ComplianceCheckId = keyof typeof COMPLIANCE_CHECKS;

/** What a check says. `notDecided`: the inventory lacks something that the check reads. */
export const COMPLIANCE_VERDICTS = ["pass", "fail", "investigate", "notDecided"] as const;
/** One of them. */
export type ComplianceVerdict = (typeof COMPLIANCE_VERDICTS)[number];

/** What a check found: counts of what it counts, and the first of the rows that decide it. */
export type ComplianceEvidence = {
  readonly counts: Readonly<Record<string, number>>;
  readonly findingCount: number;
  readonly findings: readonly Finding[];
};

/** One check's verdict on a tenant, with what it stands on and why in one sentence. */
export type ComplianceResult = {
  readonly check: ComplianceCheckId;
  readonly title: string;
  readonly verdict: ComplianceVerdict;
  readonly evidence: ComplianceEvidence;
  readonly because: string;
};

/** One principal as the checks see it: everything it holds, and its rows in the assessment's view of roles. */
export type Seen = { readonly access: PrincipalAccess; readonly view: readonly RoleViewRow[] };

/** A fold over all principals of a tenant, in any order. What it keeps does not grow with the tenant. */
export interface ComplianceCheck {
  observe(seen: Seen): void;
  conclude(): ComplianceResult;
}

/** Puts a result together. */
export function resultOf(
  check: ComplianceCheckId,
  verdict: ComplianceVerdict,
  evidence: ComplianceEvidence,
  because: string,
): ComplianceResult {
  return { check, title: COMPLIANCE_CHECKS[check], verdict, evidence, because };
}
