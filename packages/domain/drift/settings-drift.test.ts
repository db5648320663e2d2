import { expect, test } from "vitest";
import { isTolerated, NO_DRIFT, settingsDrift, type SettingsEntry } from "@standdown/domain";
import { roleRules, type SaidOfRules } from "../testing/default-rules.ts";

const AT = "/spec/roleSettings/assign/0";
const hours = (count: number): SaidOfRules => ({
  Expiration_EndUser_Assignment: { maximumDuration: `PT${count}H` },
});

function entry(before: SaidOfRules, after: SaidOfRules, over: Partial<SettingsEntry> = {}): SettingsEntry {
  return {
    roleDefinitionId: "reader",
    roleName: "Reader",
    policyId: "p",
    wavePosition: 0,
    pointer: AT,
    before: roleRules(before),
    after: roleRules(after),
    kept: [],
    ...over,
  };
}

test("a setting that somebody changed is named by role and rule, with the place in the plan", () => {
  const mails = { Notification_Admin_EndUser_Assignment: { notificationLevel: "Critical" } };
  expect(
    settingsDrift([entry(hours(8), hours(2))], [entry({ ...hours(4), ...mails }, { ...hours(2), ...mails })]),
  ).toEqual(
    [
      'since it was approved, somebody has changed Reader, activation: duration, from "at most 8 h" to "at most 4 h"',
      'since it was approved, somebody has changed Reader, activation: mails to administrators, from "all, default recipients" to "critical, default recipients"',
      'what is to be set is not what was approved: Reader, activation: mails to administrators, from "all, default recipients" to "critical, default recipients"',
    ].map((message) => ({ pointer: AT, code: "settingsChanged", message })),
  );
});

test("a role that the plan takes now, or takes no more, is told", () => {
  const here = entry(hours(8), hours(2));
  expect([...settingsDrift([], [here]), ...settingsDrift([here], [])].map(({ message }) => message)).toEqual([
    "the plan takes the settings of Reader now, and did not when it was approved",
    "the plan took the settings of Reader when it was approved, and does not now",
  ]);
});

test("what says the same, or comes in another wave because other people do, is no drift", () => {
  const minutes = { Expiration_EndUser_Assignment: { maximumDuration: "PT480M" } };
  expect(settingsDrift([entry(hours(8), hours(2))], [entry(minutes, hours(2), { wavePosition: 1 })])).toEqual(
    [],
  );
});

test("no tolerance bears a change of settings", () => {
  expect(isTolerated({ count: 1000 }, NO_DRIFT)).toBe(true);
  expect(isTolerated({ count: 1000 }, { ...NO_DRIFT, settings: 1 })).toBe(false);
  expect(isTolerated({ percent: 100 }, { ...NO_DRIFT, approved: 1000, settings: 1 })).toBe(false);
});
