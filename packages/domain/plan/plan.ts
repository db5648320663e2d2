import { Type, type Static } from "typebox";
import { RolloutApproval } from "./approval.ts";
import { MANUAL_DISPOSITIONS_MAX, ManualDisposition } from "./dispositions.ts";
import { Drift } from "./drift.ts";
import { Eligibility } from "./eligibility.ts";
import { EmergencyAccess } from "./emergency-access.ts";
import { Exclusion } from "./exclusions.ts";
import { Name, ObjectId, STRICT, Text } from "./fields.ts";
import { Guards } from "./guards.ts";
import { Justification } from "./justification.ts";
import { Operators } from "./operators.ts";
import { PlanRoleSettings } from "./role-settings.ts";
import { Selection } from "./selection.ts";
import { Strategy } from "./strategy.ts";
import { Wave } from "./waves.ts";

/** The plan document, version `standdown/v1`: strict, and holding only what is carried out. */
export const PlanSchema = Type.Object(
  {
    apiVersion: Type.Literal("standdown/v1"),
    kind: Type.Literal("RolloutPlan"),
    metadata: Type.Object({ name: Name }, STRICT),
    spec: Type.Object(
      {
        tenant: Type.Object(
          {
            id: ObjectId,
            cloud: Type.Enum(["global", "usGovL4", "usGovL5", "china"]),
          },
          STRICT,
        ),
        change: Type.Object({ system: Text, number: Text }, STRICT),
        justification: Justification,
        emergencyAccess: EmergencyAccess,
        operators: Type.Optional(Operators),
        selection: Selection,
        exclusions: Type.Optional(Type.Array(Exclusion)),
        dispositions: Type.Optional(Type.Array(ManualDisposition, { maxItems: MANUAL_DISPOSITIONS_MAX })),
        strategy: Strategy,
        eligibility: Eligibility,
        guards: Type.Optional(Guards),
        roleSettings: Type.Optional(PlanRoleSettings),
        waves: Type.Array(Wave, { minItems: 1, maxItems: 100 }),
        // People are put in the order of it and their ids; where it is left out, of the plan's name.
        seed: Type.Optional(Text),
        approval: Type.Optional(RolloutApproval),
        drift: Type.Optional(Drift),
      },
      STRICT,
    ),
  },
  { ...STRICT, $id: "urn:standdown:plan:v1", title: "Standdown rollout plan" },
);

/** The plan document that a person writes. */
export type Plan = Static<typeof PlanSchema>;

/** The parts of a plan's `spec`; those that are there are as the schema wants them. */
export type PlanSections = Partial<Plan["spec"]>;
