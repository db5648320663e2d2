import { expect, test } from "vitest";
import type { Exclusion, Plan } from "@standdown/domain";
import { compile, findingsOf, plan, READER, SOUND, tenant, UNIT } from "../testing/guarded-tenant.ts";

const excluding = (over: Partial<Exclusion>): Exclusion => ({
  principalId: "ann",
  reasonCode: "vendor",
  owner: "wei@contoso.example",
  expires: "2026-06-01",
  ...over,
});

/** `code pointer` of what is found, and what becomes of Ann's one assignment. */
function told(spec: Parameters<typeof plan>[0]) {
  const compiled = compile(tenant(SOUND), plan(spec));
  const entries = compiled.ok ? compiled.manifest.entries : [];
  return {
    found: findingsOf(compiled).map(({ code, pointer }) => `${code} ${pointer}`),
    ann: entries.find(({ key }) => key.principalId === "ann")?.disposition,
  };
}

test("an exclusion that is over is said, and what it left out is included again", () => {
  expect(told({ exclusions: [excluding({})] })).toEqual({ found: [], ann: "exclude" });
  expect(told({ exclusions: [excluding({ expires: "2026-05-31" })] })).toEqual({
    found: ["exclusionExpired /spec/exclusions/0"],
    ann: "convert",
  });
});

test("an exclusion that leaves nothing out is said: at another scope, or of somebody who holds nothing", () => {
  expect(
    told({ exclusions: [excluding({ directoryScopeId: UNIT }), excluding({ principalId: "zoe" })] }),
  ).toEqual({
    found: ["exclusionOfNothing /spec/exclusions/0", "exclusionOfNothing /spec/exclusions/1"],
    ann: "convert",
  });
});

test("an activation comes and goes: what is said of it alone is in vain, whether it is there or not", () => {
  const inactive = tenant(SOUND);
  const activation = {
    principalId: "zoe",
    roleDefinitionId: READER,
    directoryScopeId: "/",
    appScopeId: null,
    id: "zoe active",
  } as const;
  const active = tenant(SOUND, {
    roleAssignments: [...inactive.roleAssignments, activation],
    assignments: [
      ...inactive.assignments,
      {
        ...activation,
        assignmentType: "Activated",
        memberType: "Direct",
        startDateTime: "2026-06-01T11:00:00Z",
        endDateTime: "2026-06-01T13:00:00Z",
        roleAssignmentScheduleId: "zoe",
        roleAssignmentOriginId: "zoe eligible",
      },
    ],
  });
  const spec: Partial<Plan["spec"]> = {
    exclusions: [excluding({ principalId: "zoe" })],
    dispositions: [
      {
        principalId: "zoe",
        roleDefinitionId: READER,
        directoryScopeId: "/",
        disposition: "keep",
        reason: "asked",
      },
    ],
  };
  for (const inventory of [inactive, active]) {
    expect(findingsOf(compile(inventory, plan(spec))).map(({ code }) => code)).toEqual([
      "exclusionOfNothing",
      "dispositionOfNothing",
    ]);
  }
});

test("a decision about an assignment that nobody has is said", () => {
  const decision = {
    principalId: "ann",
    roleDefinitionId: READER,
    disposition: "keep",
    reason: "asked",
  } as const;
  expect(
    told({
      dispositions: [
        { ...decision, directoryScopeId: UNIT },
        { ...decision, directoryScopeId: "/" },
      ],
    }),
  ).toEqual({ found: ["dispositionOfNothing /spec/dispositions/0"], ann: "keep" });
});
