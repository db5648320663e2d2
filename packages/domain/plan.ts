import { Type, type Static } from "typebox";
import { DURATION_PATTERN } from "./duration.ts";

const STRICT = { additionalProperties: false };
const OBJECT_ID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
const NAME_PATTERN = "^[a-z0-9][a-z0-9-]{0,62}$";
/** Text that can be stored and shown: no control characters, no halves of characters. */
export const TEXT_PATTERN = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff]*$";

/** What a text that does not match has to be, in words. */
export const PATTERN_MEANINGS: Readonly<Record<string, string>> = {
  [OBJECT_ID_PATTERN]: "must be an object id: a UUID in lower case",
  [NAME_PATTERN]: "must be a name of lower-case letters, digits and dashes",
  [TEXT_PATTERN]: "must be text of one line, without control characters",
  [DURATION_PATTERN]: "must be a duration such as P1D, PT8H or PT30S",
};

const ObjectId = Type.String({ pattern: OBJECT_ID_PATTERN, description: "An object id, in lower case." });
const Name = Type.String({ pattern: NAME_PATTERN });
const Text = Type.String({ minLength: 1, maxLength: 500, pattern: TEXT_PATTERN });
const Duration = Type.String({
  pattern: DURATION_PATTERN,
  description: "ISO 8601, days and less: P1D, PT8H, PT30S.",
});

const EXACTLY_ONE = { ...STRICT, minProperties: 1, maxProperties: 1 };

const RoleSelector = Type.Object(
  {
    all: Type.Optional(Type.Literal("remaining", { description: "Every role but Global Administrator." })),
    id: Type.Optional(ObjectId),
    templateId: Type.Optional(ObjectId),
    name: Type.Optional(Text),
    privileged: Type.Optional(Type.Boolean()),
  },
  EXACTLY_ONE,
);
/** Which roles a plan takes: all the remaining ones, one by id, template or name, or by Microsoft's privileged mark. */
export type RoleSelector = Static<typeof RoleSelector>;

const Principals = Type.Object(
  {
    types: Type.Optional(
      Type.Array(Type.Enum(["user", "group"]), {
        minItems: 1,
        uniqueItems: true,
      }),
    ),
    departments: Type.Optional(Type.Array(Text, { uniqueItems: true })),
    include: Type.Optional(Type.Array(ObjectId, { uniqueItems: true })),
    exclude: Type.Optional(Type.Array(ObjectId, { uniqueItems: true })),
  },
  STRICT,
);

const Scopes = Type.Object(
  {
    directory: Type.Optional(Type.Boolean()),
    administrativeUnits: Type.Optional(Type.Boolean()),
    applications: Type.Optional(Type.Boolean()),
  },
  STRICT,
);

const Exclusion = Type.Object(
  {
    principalId: ObjectId,
    reasonCode: Text,
    owner: Text,
    ticket: Type.Optional(Text),
    expires: Type.String({ format: "date", description: "The last day on which it holds, in UTC." }),
  },
  STRICT,
);

const WaveSize = Type.Object(
  {
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    percent: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
    remainder: Type.Optional(Type.Literal(true)),
  },
  EXACTLY_ONE,
);
/** How many principals go in a wave. Percent is of the whole selection, rounded down, at least one. */
export type WaveSize = Static<typeof WaveSize>;

const FailureBudget = Type.Object(
  {
    count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  },
  EXACTLY_ONE,
);

const Wave = Type.Object(
  {
    name: Name,
    size: WaveSize,
    concurrency: Type.Optional(Type.Object({ max: Type.Integer({ minimum: 1, maximum: 10_000 }) }, STRICT)),
    failureBudget: Type.Optional(FailureBudget),
    soak: Type.Optional(Duration),
    approval: Type.Optional(Type.Object({ minimum: Type.Integer({ minimum: 1, maximum: 10 }) }, STRICT)),
  },
  STRICT,
);
/** One wave of a plan. */
export type PlanWave = Static<typeof Wave>;

const Expiration = Type.Union([Type.Literal("none"), Type.Object({ afterDuration: Duration }, STRICT)]);

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
        justification: Type.String({
          minLength: 1,
          maxLength: 500,
          pattern: TEXT_PATTERN,
          description: "May hold {rollout}, {wave} and {change}.",
        }),
        emergencyAccess: Type.Object(
          {
            principals: Type.Array(ObjectId, { minItems: 2, uniqueItems: true }),
            minimumStanding: Type.Integer({ minimum: 2 }),
          },
          STRICT,
        ),
        selection: Type.Object(
          {
            roles: Type.Array(RoleSelector, { minItems: 1 }),
            principals: Type.Optional(Principals),
            scopes: Type.Optional(Scopes),
          },
          STRICT,
        ),
        exclusions: Type.Optional(Type.Array(Exclusion)),
        strategy: Type.Object({ default: Type.Enum(["convert", "keep"]) }, STRICT),
        eligibility: Type.Object({ expiration: Expiration }, STRICT),
        waves: Type.Array(Wave, { minItems: 1, maxItems: 100 }),
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
