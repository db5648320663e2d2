import { expect, test } from "vitest";
import { checkReferences, principalsNamed } from "@standdown/domain";
import { GLASS, problemsWith } from "../testing/sound-plan.ts";

test.each([
  ["a wave that selects and takes all of them", { name: "x", select: { departments: ["Sales"] } }, []],
  [
    "one that selects people by name, so many at most",
    { name: "x", select: { principals: GLASS }, size: { count: 1 } },
    [],
  ],
  ["one that says neither whom nor how many", { name: "x" }, ["/spec/waves/0/size missingField"]],
  ["one that selects nothing at all", { name: "x", select: {} }, ["/spec/waves/0/select invalidValue"]],
  [
    "one that selects by something else",
    { name: "x", select: { cities: ["Oslo"] } },
    ["/spec/waves/0/select/cities unknownField"],
  ],
  [
    "the rest before the last",
    { name: "x", size: { remainder: true } },
    ["/spec/waves/0/size wavesDoNotAddUp"],
  ],
] as const)("%s", (_, first, expected) => {
  const problems = problemsWith({ waves: [first, { name: "rest", size: { remainder: true } }] });
  expect(problems).toEqual(expect.arrayContaining([...expected]));
  if (expected.length === 0) expect(problems).toEqual([]);
});

test("the last wave takes whoever is left: it can't select", () => {
  const waves = [{ name: "rest", select: { departments: ["Sales"] } }];
  expect(problemsWith({ waves })).toEqual([
    "/spec/waves/0/size wavesDoNotAddUp",
    "/spec/waves/0/select wavesDoNotAddUp",
  ]);
});

test("a quorum, a tolerance and a seed are taken, and are refused where they make no sense", () => {
  expect(
    problemsWith({ approval: { minimum: 2 }, drift: { tolerance: { percent: 5 } }, seed: "emea" }),
  ).toEqual([]);
  expect(problemsWith({ approval: { minimum: 0 }, drift: { tolerance: {} }, seed: "" })).toEqual([
    "/spec/seed invalidValue",
    "/spec/approval/minimum invalidValue",
    "/spec/drift/tolerance invalidValue",
  ]);
});

test("roles, people and groups that a wave selects are looked up", () => {
  const select = {
    roles: [{ name: "No Such Role" }],
    principals: [GLASS[0] ?? ""],
    groups: ["00000000-0000-4000-8000-00000000000f"],
  };
  const waves = [
    { name: "x", select },
    { name: "rest", size: { remainder: true as const } },
  ];
  expect(principalsNamed({ waves })).toEqual([...select.principals, ...select.groups]);
  const tenant = { tenantId: "", cloud: null, roles: [], principals: [] };
  expect(checkReferences({ waves }, tenant).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    "/spec/waves/0/select/roles/0/name unknownRole",
    "/spec/waves/0/select/principals/0 unknownPrincipal",
    "/spec/waves/0/select/groups/0 unknownPrincipal",
  ]);
});
