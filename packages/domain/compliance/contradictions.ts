import type { ComplianceCheckId, ComplianceResult, ComplianceVerdict } from "./check.ts";

/** Two checks that say different things of the same tenant, and why both are right by their own rules. */
export type ComplianceContradiction = {
  readonly checks: readonly ComplianceCheckId[];
  readonly because: string;
};

type Rule = {
  readonly when: Partial<Readonly<Record<ComplianceCheckId, ComplianceVerdict>>>;
  readonly because: string;
};

const RULES: readonly Rule[] = [
  {
    when: { "ZTA.21815": "fail", "MS.AAD.7.4": "pass" },
    because:
      "21815 counts every assigned row of every role that Microsoft marks as privileged, also rows that end by themselves; MS.AAD.7.4 counts rows without an end in eight roles.",
  },
  {
    when: { "ZTA.21815": "pass", "MS.AAD.7.4": "fail" },
    because:
      "MS.AAD.7.4 looks at Exchange Administrator and SharePoint Administrator, too, which Microsoft does not mark as privileged.",
  },
  {
    when: { "ZTA.21815": "fail", "ZTA.21816": "pass" },
    because:
      "21816 lets rows be that end by themselves or hold at a narrower scope, and up to two permanent Global Administrators; 21815 lets only declared emergency access accounts be.",
  },
  {
    when: { "ZTA.21815": "pass", "ZTA.21816": "fail" },
    because:
      "21816 does not know the declared emergency access accounts, and wants somebody to be eligible for Global Administrator.",
  },
  {
    when: { "MS.AAD.7.4": "pass", "MS.AAD.7.5": "fail" },
    because:
      "MS.AAD.7.4 lets declared accounts and rows with an end be; MS.AAD.7.5 excludes nobody: a permanent row that was made outside PIM has to be made anew through PIM.",
  },
  {
    when: { "ZTA.21835": "pass", "ZTA.21815": "pass" },
    because:
      "21835 wants emergency access accounts that no conditional access policy targets; Microsoft's own guidance wants a policy that demands phishing-resistant methods of them, and with it 21835 does not find them.",
  },
];

/** What the verdicts of one tenant say against each other. */
export function contradictionsIn(results: readonly ComplianceResult[]): readonly ComplianceContradiction[] {
  const verdicts = new Map(results.map(({ check, verdict }) => [check, verdict]));
  return RULES.flatMap(({ when, because }) => {
    const checks = results.map(({ check }) => check).filter((check) => when[check] !== undefined);
    return checks.every((check) => verdicts.get(check) === when[check]) ? [{ checks, because }] : [];
  });
}
