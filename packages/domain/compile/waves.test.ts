import { expect, test } from "vitest";
import {
  compilePlan,
  GLOBAL_ADMINISTRATOR,
  manifestDigest,
  NO_ROWS,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type Inventory,
  type Plan,
} from "@standdown/domain";
import { standingRow } from "../testing/standing-row.ts";
import { wordPlan } from "../testing/sound-plan.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
const REST = { name: "rest", size: { remainder: true as const } };

const PLAN = wordPlan();

function row(principalId: string, roleDefinitionId: string): AssignmentInstance {
  return standingRow({ id: principalId, principalId, roleDefinitionId });
}

const ROWS = [
  ...["glass1", "glass2"].map((id) => row(id, GLOBAL_ADMINISTRATOR)),
  ...["ann", "ben", "gus"].map((id) => row(id, READER)),
];

const INVENTORY: Inventory = {
  ...NO_ROWS,
  id: "inventory",
  tenantId: "tenant",
  readAt: "2026-06-01T00:00:00Z",
  roles: [READER, GLOBAL_ADMINISTRATOR].map((id) => ({
    id,
    templateId: id,
    displayName: id,
    isBuiltIn: true,
    isEnabled: true,
    isPrivileged: null,
  })),
  principals: ROWS.map(({ principalId: id }) => ({
    ...NOTHING_KNOWN,
    id,
    type: "user",
    accountEnabled: true,
  })),
  assignments: ROWS,
  roleAssignments: ROWS,
};

function compileWaves(waves: Plan["spec"]["waves"], groupMembers: Inventory["groupMembers"] = []) {
  const plan = { ...PLAN, spec: { ...PLAN.spec, waves } };
  const inventory = { ...INVENTORY, groupMembers };
  return compilePlan({ plan, inventory, now: NOW, former: null, ownAppId: null, guards: [] });
}

test("a wave that nobody goes in is said", () => {
  const compiled = compileWaves([{ name: "nobody", select: { countries: ["Norway"] } }, REST]);
  expect(compiled).toMatchObject({
    ok: true,
    manifest: {
      findings: [
        {
          pointer: "/spec/waves/0",
          code: "emptyWave",
          severity: "warns",
          message: 'nobody goes in wave "nobody"',
        },
      ],
    },
  });
});

test("a group that a wave selects takes its members along, and those of groups in it", () => {
  const group = { userIds: [], groupIds: [], servicePrincipalIds: [] };
  const compiled = compileWaves(
    [{ name: "team", select: { groups: ["outer"] } }, REST],
    [
      { ...group, id: "outer", userIds: ["ann"], groupIds: ["inner"] },
      { ...group, id: "inner", userIds: ["gus"], groupIds: ["outer"] },
    ],
  );
  const inTeam = (compiled.ok ? compiled.manifest.entries : []).filter(
    ({ wavePosition }) => wavePosition === 0,
  );
  expect(inTeam.map(({ key }) => key.principalId)).toEqual(["ann", "gus"]);
});

test("a wave that selects a group whose members nobody read is refused, not left empty", () => {
  expect(compileWaves([{ name: "team", select: { groups: ["outer"] } }, REST])).toMatchObject({
    ok: false,
    problems: [{ pointer: "/spec/waves/0/select/groups/0", code: "groupNotRead" }],
  });
});

function digestOf(spec: Partial<Plan["spec"]>): string {
  const plan = { ...PLAN, spec: { ...PLAN.spec, ...spec } };
  const compiled = compilePlan({
    plan,
    inventory: INVENTORY,
    now: NOW,
    former: null,
    ownAppId: null,
    guards: [],
  });
  return compiled.ok ? manifestDigest(compiled.manifest) : "";
}

test("the quorum and the tolerance are part of what is signed", () => {
  const digests = [
    {},
    { approval: { minimum: 2 } },
    { drift: { tolerance: { count: 1 } } },
    { drift: { tolerance: { percent: 1 } } },
  ].map(digestOf);
  expect(new Set(digests).size).toBe(4);
});
