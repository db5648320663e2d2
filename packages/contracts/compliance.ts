import { COMPLIANCE_CHECKS, COMPLIANCE_VERDICTS, type ComplianceCheckId } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { accessKey } from "./access.ts";
import { listOf, namedShape, refTo, shape, tableOf } from "./shape.ts";

const Count = Type.Integer({ minimum: 0 });
const Check = Type.Unsafe<ComplianceCheckId>(Type.Enum(Object.keys(COMPLIANCE_CHECKS)));

/** One row that a check counts. */
const ComplianceFinding = shape({
  ...accessKey,
  principalName: Type.String(),
  roleName: Type.String(),
  note: Type.String({ description: "What the row is counted as." }),
});

/** What the public checks say of a tenant. */
export const ComplianceDocument = namedShape(
  "Compliance",
  "What the public checks say of a tenant, and where two of them contradict each other.",
  {
    emergencyAccess: listOf(Type.String({ description: "The accounts that were declared to the checks." })),
    results: listOf(
      shape({
        check: Check,
        title: Type.String(),
        verdict: Type.Enum([...COMPLIANCE_VERDICTS]),
        evidence: shape({
          counts: tableOf(Count),
          findingCount: Count,
          findings: listOf(ComplianceFinding),
        }),
        because: Type.String({
          description: "Why, in one sentence; what the inventory lacks where it is open.",
        }),
      }),
    ),
    contradictions: listOf(shape({ checks: listOf(Check), because: Type.String() })),
  },
);
export type ComplianceDocument = Static<typeof ComplianceDocument>;

/** The same of the tenant as it is and as the rollout will leave it. */
export const RolloutComplianceDocument = shape({
  before: refTo(ComplianceDocument),
  after: refTo(ComplianceDocument),
});
export type RolloutComplianceDocument = Static<typeof RolloutComplianceDocument>;
