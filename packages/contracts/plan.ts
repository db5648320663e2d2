import { PlanSchema, type Plan } from "@standdown/domain";
import { Type } from "typebox";
import { shape } from "./shape.ts";

/** The plan's JSON Schema (2020-12), to be published as it is. */
export const planJsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  ...PlanSchema,
} as const;

/** The plan as a named schema of the OpenAPI document. */
export const RolloutPlan = Type.Unsafe<Plan>({
  ...PlanSchema,
  $id: "RolloutPlan",
  description: "The plan document; its rules beyond this schema are checked when it is posted.",
});

/** What a validation answers when it found nothing. */
export const PlanValidation = shape({
  valid: Type.Literal(true),
  checkedAgainst: Type.Enum(["inventory", "tenant", "nothing"], {
    description:
      "Where the plan's ids and names were looked up. `nothing`: the tenant could not be read just now, " +
      "so only the plan itself was checked; compiling checks the rest.",
  }),
  detail: Type.String(),
});
