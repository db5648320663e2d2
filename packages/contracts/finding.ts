import { FINDING_SEVERITIES, FINDING_SOURCES } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { listOf, namedShape, nullable, shape } from "./shape.ts";

/** Something that a guard found while a plan was compiled. */
export const FindingDocument = namedShape(
  "Finding",
  "Something that a guard found while a plan was compiled; what only warns is signed with the manifest.",
  {
    guard: Type.Enum([...FINDING_SOURCES]),
    code: Type.String(),
    severity: Type.Enum([...FINDING_SEVERITIES]),
    pointer: Type.String({ description: "The place in the plan where it can be mended." }),
    message: Type.String(),
    principalId: nullable(Type.String()),
    roleDefinitionId: nullable(Type.String()),
    count: Type.Integer({
      description: "How many it stands for: after the first hundred of a code, all the others together.",
    }),
    evidence: listOf(shape({ property: Type.String(), value: Type.String() })),
  },
);
export type FindingDocument = Static<typeof FindingDocument>;
