import { readFileSync } from "node:fs";
import { checkPlan } from "@standdown/domain";
import { describe, expect, test } from "vitest";
import { fillPlan } from "../demo/demo-plan.ts";
import { parsePlan, PlanFileError } from "./plan-file.ts";

const EXAMPLE = readFileSync(new URL("../../../examples/remaining-roles.yaml", import.meta.url), "utf8");

describe("a plan file", () => {
  const file = parsePlan(
    "plan.yaml",
    "kind: RolloutPlan\nspec:\n  waves:\n    - name: pilot\n      soak: 3\n",
  );

  test("tells the line of what a JSON pointer points to", () => {
    expect(file.lineOf("/kind")).toBe(1);
    expect(file.lineOf("/spec/waves/0/soak")).toBe(5);
  });

  test("tells the line of what holds it where it is missing", () => {
    expect(file.lineOf("/spec/waves/0/size")).toBe(4);
    expect(file.lineOf("/spec/tenant/id")).toBe(2);
    expect(file.lineOf("")).toBe(1);
  });

  test("takes JSON as it takes YAML", () => {
    expect(parsePlan("plan.json", '{"kind": "RolloutPlan", "spec": {"waves": []}}').document).toEqual({
      kind: "RolloutPlan",
      spec: { waves: [] },
    });
  });

  test("that can't be read tells every mistake with its line", () => {
    expect(() => parsePlan("plan.yaml", "kind: a\nkind: b\nspec: [1\n")).toThrow(PlanFileError);
    expect(() => parsePlan("plan.yaml", "kind: a\nkind: b\n")).toThrow(/line 2: /);
  });
});

describe("the example plan", () => {
  const ids = {
    tenantId: "11111111-1111-4111-8111-111111111111",
    emergencyAccessIds: ["aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"],
  };

  test("is a plan without problems once its placeholders are filled in", () => {
    expect(checkPlan(fillPlan(EXAMPLE, ids))).toMatchObject({ ok: true });
  });

  test("is one as well with the settings of roles that a comment shows", () => {
    const approversId = "aaaaaaaa-0000-4000-8000-000000000003";
    const shown = EXAMPLE.replace(/^ {2}# {3}roleSettings:(?:\n {2}# .*)*/m, (comment) =>
      comment.replaceAll("  #   ", "  ").replace("{approversId}", approversId),
    );
    const check = checkPlan(fillPlan(shown, ids));
    expect(check.ok && check.plan.spec.roleSettings?.assign).toHaveLength(3);
  });

  test("is refused with the place of every placeholder as long as they are not", () => {
    const check = checkPlan(parsePlan("example", EXAMPLE).document);
    const pointers = check.ok ? [] : check.problems.map(({ pointer }) => pointer);
    expect(pointers.toSorted()).toEqual([
      "/spec/emergencyAccess/principals/0",
      "/spec/emergencyAccess/principals/1",
      "/spec/tenant/id",
    ]);
  });
});
