import { describe, expect, it } from "vitest";
import type { RoleRule } from "../role-settings.ts";
import { roleRules } from "../testing/default-rules.ts";
import { muted } from "./muted.ts";
import type { SettingsEntry } from "./settings-entry.ts";
import { SettingsPlaces } from "./settings-places.ts";

const LOUD = { position: 0, mutesAssignmentMails: false };
const QUIET = { position: 1, mutesAssignmentMails: true };
const WAVES = [LOUD, QUIET, { ...QUIET, position: 2 }];
const RULES = roleRules();
const ASSIGNED: SettingsEntry = {
  roleDefinitionId: "r",
  roleName: "Reader",
  policyId: "p",
  wavePosition: 0,
  pointer: "/spec/roleSettings/assign/0",
  before: RULES,
  after: RULES.map((rule) => (rule.kind === "expiration" ? { ...rule, maximumDuration: "PT1H" } : rule)),
  kept: [],
};

function factsOf(roleIds: readonly string[], rules: readonly RoleRule[] = RULES) {
  return {
    roles: [
      {
        id: "r",
        displayName: "Reader",
        templateId: "r",
        isBuiltIn: true,
        isEnabled: true,
        isPrivileged: null,
      },
    ],
    roleSettings: roleIds.map((id) => ({ id: `p_${id}`, policyId: "p", roleDefinitionId: id, rules })),
  };
}

/** Somebody is moved in these roles, each with the wave. */
function moved(...roles: readonly (readonly [roleDefinitionId: string, wavePosition: number | null])[]) {
  const places = new SettingsPlaces();
  for (const [roleDefinitionId, wavePosition] of roles) {
    const key = { principalId: "ann", roleDefinitionId, directoryScopeId: "/", appScopeId: null };
    places.observe({ key, wavePosition });
  }
  return places;
}

describe("a role that is moved in a wave that mutes, and to which the plan assigns no template", () => {
  it("has an entry as the tenant has it, before anybody is moved in it, muted then or later", () => {
    const places = moved(["r", 2], ["r", 1], ["s", 1], ["s", 0], ["loud", 0], ["kept", null]);
    const asItIs = { policyId: "p", pointer: null, before: RULES, after: RULES, kept: [] };
    expect(places.conclude([], WAVES, factsOf(["s", "r", "loud", "kept"]))).toEqual([
      { ...asItIs, roleDefinitionId: "r", roleName: "Reader", wavePosition: 1 },
      { ...asItIs, roleDefinitionId: "s", roleName: "s", wavePosition: 0 },
    ]);
    expect(places.conclude([], [LOUD], factsOf(["r", "s"]))).toEqual([]);
  });

  it("has none where nothing is to be written, or where not all was read that is to be put back", () => {
    const places = moved(["r", 1], ["unread", 1]);
    expect(places.conclude([], WAVES, factsOf(["r"], muted(RULES)))).toEqual([]);
    expect(places.conclude([], WAVES, factsOf(["r"], RULES.slice(1)))).toEqual([]);
  });
});

describe("a role to which the plan assigns a template", () => {
  it("keeps its one entry, muted or not, in the order of the roles' ids", () => {
    const entries = [ASSIGNED, { ...ASSIGNED, roleDefinitionId: "t" }];
    const found = moved(["r", 1], ["s", 1]).conclude(entries, WAVES, factsOf(["r", "s"]));
    expect(found.map(({ roleDefinitionId, pointer }) => [roleDefinitionId, pointer])).toEqual([
      ["r", ASSIGNED.pointer],
      ["s", null],
      ["t", ASSIGNED.pointer],
    ]);
    expect(found[0]).toEqual({ ...ASSIGNED, wavePosition: 1 });
  });
});
