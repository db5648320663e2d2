import { expect, test } from "vitest";
import { compilePlan, sentenceOf, type Plan } from "@standdown/domain";
import { compileEveryKind, INSTANCES, INVENTORY, NOW, PLAN } from "../testing/every-kind.ts";
import { ROWS } from "../testing/every-kind-rows.ts";

const ENTRIES = compileEveryKind();

test.each(ROWS.map((row, at) => [row.what, row, at] as const))("%s", (_, row, at) => {
  const id = INSTANCES[at]?.id;
  const entry = ENTRIES.find(({ assignmentId }) => assignmentId === id);
  const [disposition, reason, detail = null] = row.expected;
  expect(entry).toMatchObject({ disposition, reason, detail });
});

test("a row that only the plain list has is left alone where the register names its principal", () => {
  expect(ENTRIES.find(({ assignmentId }) => assignmentId === "lone")).toMatchObject({
    disposition: "exclude",
    detail: "vendor: wei, until 2027-01-01",
  });
});

test("an exclusion is told of from the day after its last one on, and no other is", () => {
  const compiled = compilePlan({
    plan: PLAN,
    inventory: INVENTORY,
    now: NOW,
    former: null,
    ownAppId: null,
    guards: [],
  });
  const findings = compiled.ok ? compiled.manifest.findings : [];
  expect(
    findings.map(({ code, severity, pointer, principalId }) => [code, severity, pointer, principalId]),
  ).toEqual([
    ["exclusionExpired", "warns", "/spec/exclusions/1", "half"],
    ["exclusionExpired", "warns", "/spec/exclusions/3", "late"],
  ]);
});

test("what is removed goes in a wave, as what is converted does, and nothing else", () => {
  for (const { disposition, wavePosition } of ENTRIES) {
    expect(wavePosition).toBe(disposition === "convert" || disposition === "remove" ? 0 : null);
  }
});

test("the same rules in another order say something else: the first that applies decides", () => {
  const rules = PLAN.spec.strategy.rules?.toReversed() ?? [];
  const turned = compileEveryKind({
    ...PLAN,
    spec: { ...PLAN.spec, strategy: { default: "convert", rules } },
  });
  const ruleOfGia = [ENTRIES, turned].map(
    (entries) => entries.find(({ key }) => key.principalId === "gia")?.detail,
  );
  expect(ruleOfGia).toEqual(["guests-go", "disabled-go"]);
});

test.each([
  ["groups", { groups: ["team"] }, ["ann"]],
  ["countries", { countries: ["France"] }, ["zoe", "luc", "tom"]],
])("a selection by %s takes nobody else", (_, principals, expected) => {
  const selection = { ...PLAN.spec.selection, principals };
  const plan: Plan = {
    ...PLAN,
    spec: { ...PLAN.spec, selection, dispositions: [], strategy: { default: "convert" } },
  };
  const groupMembers = [{ id: "team", userIds: ["ann"], groupIds: ["club"], servicePrincipalIds: [] }];
  const taken = compileEveryKind(plan, { ...INVENTORY, groupMembers }).filter(
    ({ disposition }) => disposition === "convert",
  );
  expect(taken.map(({ key }) => key.principalId).toSorted()).toEqual(expected.toSorted());
});

test("a selection by a group whose members were not read is refused, and leaves nobody out in silence", () => {
  const selection = { ...PLAN.spec.selection, principals: { groups: ["unread"] } };
  const plan = { ...PLAN, spec: { ...PLAN.spec, selection } };
  expect(
    compilePlan({ plan, inventory: INVENTORY, now: NOW, former: null, ownAppId: null, guards: [] }),
  ).toMatchObject({
    ok: false,
    problems: [{ pointer: "/spec/selection/principals/groups/0", code: "groupNotRead" }],
  });
});

test("where the product does not know which application it is, it takes no application's access away", () => {
  const compiled = compilePlan({
    plan: PLAN,
    inventory: INVENTORY,
    now: NOW,
    former: null,
    ownAppId: null,
    guards: [],
  });
  const entries = compiled.ok ? compiled.manifest.entries : [];
  const ofApplications = entries.filter(
    ({ beforeImage }) => beforeImage.principalType === "servicePrincipal",
  );
  expect(ofApplications.filter(({ disposition }) => disposition === "remove")).toEqual([]);
  expect(ofApplications.map(({ reason }) => reason)).toContain("ownIdentityUnknown");
});

test("a helpdesk reads out what becomes of it, why, and what the reason is about", () => {
  const sentences = ["ann", "gus", "dark", "scanner"].map((id) => {
    const entry = ENTRIES.find(({ key }) => key.principalId === id);
    return entry === undefined ? "" : sentenceOf(entry);
  });
  expect(sentences).toEqual([
    "This access becomes eligible: it has to be activated whenever it is needed. It is standing access, and the plan selects it.",
    "This access is taken away, and nothing takes its place. A rule of the plan decides about this access. (guests-go)",
    "This access stays as it is until a person has decided about it. A rule of the plan asks for something that is not known here. (unused-goes: noSignInForDays)",
    "This access stays as it is, because the plan leaves it out. The plan's register of exclusions names this principal. (serviceAccount: wei@contoso.example, REQ12, until 2026-06-01)",
  ]);
});
