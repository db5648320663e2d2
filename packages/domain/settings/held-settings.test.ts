import { expect, test } from "vitest";
import { heldSettingsProblems, type HeldSettings, type SettingsEntry } from "@standdown/domain";
import { roleRules } from "../testing/default-rules.ts";

const hours = (count: number) =>
  roleRules({ Expiration_EndUser_Assignment: { maximumDuration: `PT${count}H` } });

const OURS: SettingsEntry = {
  roleDefinitionId: "reader",
  roleName: "Reader",
  policyId: "p",
  wavePosition: 0,
  pointer: "/spec/roleSettings/assign/2",
  before: roleRules(),
  after: hours(2),
  kept: [],
};
const THEIRS: HeldSettings = {
  rolloutId: "r-1",
  rolloutName: "emea",
  roleDefinitionId: "reader",
  pointer: "/spec/roleSettings/assign/0",
  after: hours(4),
};

test("another rollout that wants something else of a role is named, with the place in both plans and what differs", () => {
  expect(heldSettingsProblems([OURS], [THEIRS])).toEqual([
    {
      pointer: "/spec/roleSettings/assign/2",
      code: "settingsHeldByRollout",
      message:
        'rollout emea (r-1) has not ended and sets it at /spec/roleSettings/assign/0 of its plan: the settings of Reader differ in activation: duration ("at most 4 h" there, "at most 2 h" here): wait for it, abort it, or want the same',
    },
  ]);
});

test("two rollouts that want the same of a role, or something of different roles, do not meet", () => {
  const same = {
    ...THEIRS,
    after: roleRules({ Expiration_EndUser_Assignment: { maximumDuration: "PT120M" } }),
  };
  expect(heldSettingsProblems([OURS], [same, { ...THEIRS, roleDefinitionId: "other" }])).toEqual([]);
});

test("a rollout that only mutes mails wants the settings as they are", () => {
  const mutes = { ...THEIRS, pointer: null, after: roleRules() };
  expect(heldSettingsProblems([OURS], [mutes])).toMatchObject([
    { pointer: OURS.pointer, message: expect.stringContaining("mutes mails about it") },
  ]);
  expect(heldSettingsProblems([{ ...OURS, after: OURS.before }], [mutes])).toEqual([]);
});
