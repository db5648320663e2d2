import { describe, expect, it } from "vitest";
import type { EffectiveDisposition } from "../disposition.ts";
import type { RoleRule } from "../role-settings.ts";
import { mailRules } from "../testing/mail-rules.ts";
import { RolesByWave, withMutedRoles } from "./muted-roles.ts";
import { muted } from "./muted.ts";
import type { SettingsEntry } from "./settings-entry.ts";

const LOUD = { position: 0, mutesAssignmentMails: false };
const QUIET = { position: 1, mutesAssignmentMails: true };
const WAVES = [LOUD, QUIET, { ...QUIET, position: 2 }];

function settingsOf(roleDefinitionId: string, rules: readonly RoleRule[] = mailRules()) {
  return { id: `p_${roleDefinitionId}`, policyId: "p", roleDefinitionId, rules };
}

/** Roles, each with the wave in which somebody in it is moved. */
function rolesByWave(
  moved: readonly (readonly [
    role: string,
    wavePosition: number | null,
    disposition?: EffectiveDisposition,
  ])[],
): RolesByWave {
  const roles = new RolesByWave();
  for (const [roleDefinitionId, wavePosition, disposition = "convert"] of moved) {
    const key = { principalId: "ann", roleDefinitionId, directoryScopeId: "/", appScopeId: null };
    roles.place({ key, wavePosition, disposition });
  }
  return roles;
}

describe("the roles that a rollout mutes", () => {
  it("are those that somebody is moved in during a wave that mutes, with the first wave that moves them at all", () => {
    const roles = rolesByWave([
      ["both", 1],
      ["both", 0],
      ["removed", 2, "remove"],
      ["loud", 0],
      ["kept", null],
    ]);
    expect([...roles.muted(WAVES)]).toEqual([
      ["both", 0],
      ["removed", 2],
    ]);
    expect(roles.muted([LOUD]).size).toBe(0);
  });
});

describe("the settings of a manifest that mutes", () => {
  const names = { id: "r", templateId: "r", isBuiltIn: true, isEnabled: true, isPrivileged: null };
  const facts = {
    roleSettings: ["r", "s"].map((id) => settingsOf(id)),
    roles: [{ ...names, displayName: "Reader" }],
  };
  const rules = mailRules();

  it("have an entry, as the tenant has it, for each muted role that no template is assigned to", () => {
    expect(withMutedRoles([], new Map([["r", 1]]), facts)).toEqual([
      {
        roleDefinitionId: "r",
        roleName: "Reader",
        policyId: "p",
        wavePosition: 1,
        pointer: null,
        before: rules,
        after: rules,
        kept: [],
      },
    ]);
  });

  it("keep the entry of a role that a template is assigned to, and all that are not muted", () => {
    const assigned: SettingsEntry = {
      roleDefinitionId: "r",
      roleName: "Reader",
      policyId: "p",
      wavePosition: 0,
      pointer: "/spec/roleSettings/assign/0",
      before: rules,
      after: muted(rules),
      kept: [],
    };
    const entries = [assigned, { ...assigned, roleDefinitionId: "other" }];
    const found = withMutedRoles(
      entries,
      new Map([
        ["r", 1],
        ["s", 1],
      ]),
      facts,
    );
    expect(found.map(({ roleDefinitionId, pointer }) => [roleDefinitionId, pointer])).toEqual([
      ["other", assigned.pointer],
      ["r", assigned.pointer],
      ["s", null],
    ]);
  });

  it("have none where nothing is to be written, or where nothing was read that could be put back", () => {
    const silent = { ...facts, roleSettings: [settingsOf("r", muted(mailRules()))] };
    expect(
      withMutedRoles(
        [],
        new Map([
          ["r", 0],
          ["unread", 0],
        ]),
        silent,
      ),
    ).toEqual([]);
  });
});
