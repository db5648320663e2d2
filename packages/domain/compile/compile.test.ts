import { expect, test } from "vitest";
import { compilePlan, type Plan } from "@standdown/domain";
import { compileEveryKind, INVENTORY, NOW, PLAN } from "../testing/every-kind.ts";

test("the before-image says in words who had what where", () => {
  const inventory = { ...INVENTORY, administrativeUnits: [{ id: "berlin", displayName: "Berlin" }] };
  const entries = compileEveryKind(PLAN, inventory).filter(({ key }) => key.principalId === "uma");
  expect(entries.map(({ beforeImage }) => beforeImage)).toMatchObject([
    {
      principalName: "uma@contoso.example",
      scopeName: "Berlin",
      origin: "outsidePim",
      endDateTime: null,
    },
  ]);
});

test("a row that only the plain list has is for a person", () => {
  const [some] = INVENTORY.roleAssignments;
  if (some === undefined) throw new Error("there are no rows");
  const lonely = { ...some, roleDefinitionId: "lonely-role", id: "lonely" };
  const inventory = { ...INVENTORY, roleAssignments: [...INVENTORY.roleAssignments, lonely] };
  expect(
    compileEveryKind(PLAN, inventory).find(({ assignmentId }) => assignmentId === "lonely"),
  ).toMatchObject({ disposition: "review", reason: "unreconciled" });
});

test("a plan whose emergency access accounts do not stand is refused", () => {
  const assignments = INVENTORY.assignments.filter(({ principalId }) => principalId !== "glass2");
  const compiled = compilePlan({
    plan: PLAN,
    inventory: { ...INVENTORY, assignments },
    now: NOW,
    former: null,
    ownAppId: null,
    guards: ["emergencyAccess"],
  });
  expect(compiled).toMatchObject({
    ok: false,
    problems: [
      { pointer: "/spec/emergencyAccess/principals/1", code: "emergencyAccessNotStanding" },
      { pointer: "/spec/emergencyAccess/minimumStanding", code: "emergencyAccessTooFew" },
    ],
  });
});

test("what a wave leaves out is the strictest: no failures, no soak, no approval", () => {
  const plan: Plan = { ...PLAN, spec: { ...PLAN.spec, waves: [{ name: "all", size: { remainder: true } }] } };
  const compiled = compilePlan({
    plan,
    inventory: INVENTORY,
    now: NOW,
    former: null,
    ownAppId: null,
    guards: [],
  });
  const wave = compiled.ok ? compiled.manifest.waves[0] : undefined;
  expect(wave).toMatchObject({ concurrencyMax: 250, failureBudgetCount: 0, soakMs: 0, approvalMinimum: 0 });
});
