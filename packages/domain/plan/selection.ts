import { Type, type Static } from "typebox";
import type { DocumentProblem } from "../problems.ts";
import { EXACTLY_ONE, ObjectId, STRICT, Text } from "./fields.ts";

export const RoleSelector = Type.Object(
  {
    all: Type.Optional(Type.Literal("remaining", { description: "Every role but Global Administrator." })),
    id: Type.Optional(ObjectId),
    templateId: Type.Optional(ObjectId),
    name: Type.Optional(Text),
    privileged: Type.Optional(Type.Boolean()),
    tier: Type.Optional(Type.Enum([0, 1, 2], { description: "Of built-in roles; a custom role has none." })),
  },
  EXACTLY_ONE,
);
/**
 * Which roles a plan takes: all the remaining ones, one by id, template or name, or by Microsoft's privileged mark
 * or the tier. */
export type RoleSelector = Static<typeof RoleSelector>;

const Principals = Type.Object(
  {
    types: Type.Optional(
      Type.Array(Type.Enum(["user", "group", "servicePrincipal"]), {
        minItems: 1,
        uniqueItems: true,
        description: "An application cannot become eligible; its access can only be removed.",
      }),
    ),
    departments: Type.Optional(Type.Array(Text, { uniqueItems: true })),
    countries: Type.Optional(Type.Array(Text, { uniqueItems: true })),
    groups: Type.Optional(
      Type.Array(ObjectId, {
        uniqueItems: true,
        maxItems: 1000,
        description: "Whoever is a direct member of one of these groups.",
      }),
    ),
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

/** Which assignments a plan is about. */
export const Selection = Type.Object(
  {
    roles: Type.Array(RoleSelector, { minItems: 1 }),
    principals: Type.Optional(Principals),
    scopes: Type.Optional(Scopes),
    tierZero: Type.Optional(
      Type.Literal(true, {
        description: "Says that roles which can take over the tenant are meant as well.",
      }),
    ),
  },
  STRICT,
);
export type Selection = Static<typeof Selection>;

/** What contradicts itself in a selection. */
export function selectionProblems({ principals }: Selection): DocumentProblem[] {
  const excluded = new Set(principals?.exclude);
  return (principals?.include ?? []).flatMap((id, index): DocumentProblem[] =>
    excluded.has(id)
      ? [
          {
            pointer: `/spec/selection/principals/include/${index}`,
            code: "contradiction",
            message: "is excluded as well",
          },
        ]
      : [],
  );
}
