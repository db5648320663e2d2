import type { ComplianceDocument, RolloutComplianceDocument } from "@standdown/contracts";
import { tableOf } from "./table.ts";
import { COMPLIANCE_VERDICT_WORDS } from "./words.ts";

/** So many rows of a check are shown; the others are with the service. */
const FINDINGS_SHOWN = 5;

/** What the checks say of a tenant: verdicts first, then why, with the first rows that decided. */
export function complianceLines({ results, contradictions }: ComplianceDocument): string[] {
  const verdicts = tableOf(
    [{ title: "check" }, { title: "verdict" }, { title: "rows", align: "right" }],
    results.map(({ check, verdict, evidence }) => [
      check,
      COMPLIANCE_VERDICT_WORDS[verdict],
      evidence.findingCount,
    ]),
  );
  const details = results.flatMap(({ check, title, because, evidence }) => {
    const shown = evidence.findings.slice(0, FINDINGS_SHOWN);
    const more = evidence.findingCount - shown.length;
    return [
      "",
      `${check}  ${title}`,
      `  ${because}`,
      ...shown.map((row) => `  - ${row.principalName}, ${row.roleName}: ${row.note}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ];
  });
  return [...verdicts, ...details, ...contradictionLines(contradictions)];
}

/** The verdicts before and after, side by side. */
export function rolloutComplianceLines({ before, after }: RolloutComplianceDocument): string[] {
  const afterOf = new Map(after.results.map((result) => [result.check, result]));
  const rows = before.results.map(({ check, verdict, evidence }) => {
    const then = afterOf.get(check);
    return [
      check,
      COMPLIANCE_VERDICT_WORDS[verdict],
      evidence.findingCount,
      then === undefined ? "" : COMPLIANCE_VERDICT_WORDS[then.verdict],
      then?.evidence.findingCount ?? "",
    ];
  });
  return [
    ...tableOf(
      [
        { title: "check" },
        { title: "before" },
        { title: "rows", align: "right" },
        { title: "after" },
        { title: "rows", align: "right" },
      ],
      rows,
    ),
    ...after.results.map(({ check, because }) => `${check}  ${because}`),
    ...contradictionLines(after.contradictions),
  ];
}

function contradictionLines(contradictions: ComplianceDocument["contradictions"]): string[] {
  return contradictions.flatMap(({ checks, because }) => ["", `${checks.join(" and ")} differ: ${because}`]);
}
