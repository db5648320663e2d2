import { stripVTControlCharacters } from "node:util";
import type { WhatIfDocument } from "@standdown/contracts";
import { expect, test } from "vitest";
import { whatIfLines } from "./what-if.ts";

const WAVE: WhatIfDocument["waves"][number] = {
  position: 0,
  name: "everybody-else",
  principalCount: 1200,
  conversionCount: 1300,
  roleCount: 40,
  writeCount: 2600,
  approvalMinimum: 2,
  mutesAssignmentMails: false,
  soakMs: 3_600_000,
  workMs: 130_000,
  limitedBy: "writeBudget",
};

const NONE = { toAssignees: 0, toAdministrators: 0, toAddresses: 0 };

const LOUD: WhatIfDocument["mails"]["waves"][number] = {
  position: 0,
  name: "everybody-else",
  assigneeCount: 1200,
  administratorCount: 11,
  mails: { toAssignees: 1300, toAdministrators: 14_300, toAddresses: 1 },
  isMuted: false,
  mutedCount: 0,
  rollBackMails: { toAssignees: 1300, toAdministrators: 14_300, toAddresses: 0 },
  cappedCount: 0,
};

const WHAT_IF: WhatIfDocument = {
  roleSettings: [],
  dispositions: [
    { disposition: "convert", count: 1300, reasons: [{ reason: "selected", count: 1300 }] },
    {
      disposition: "keep",
      count: 7,
      reasons: [
        { reason: "servicePrincipal", count: 5 },
        { reason: "timeBound", count: 2 },
      ],
    },
    { disposition: "exclude", count: 0, reasons: [] },
    { disposition: "review", count: 0, reasons: [] },
  ],
  roles: [
    {
      roleDefinitionId: "r",
      roleName: "A role with a name that is longer than any name that Microsoft gave",
      standing: { before: 1300, after: 0 },
      eligible: { before: 3, after: 1303 },
    },
    {
      roleDefinitionId: "s",
      roleName: "Nothing changes here",
      standing: { before: 2, after: 2 },
      eligible: { before: 0, after: 0 },
    },
  ],
  waves: [WAVE, { ...WAVE, position: 1 }],
  duration: {
    workMs: 260_000,
    soakMs: 7_200_000,
    totalMs: 7_460_000,
    gateCount: 2,
    model: { writeCountMax: 3000, perMs: 150_000, conversionMs: 16_000, minimumAgeMs: 300_000 },
  },
  seats: {
    neededCount: 1203,
    approverOnlyCount: 3,
    guestCount: 0,
    seatCount: 1000,
    missingCount: 203,
    unreadGroupCount: 1,
  },
  mails: {
    waves: [
      LOUD,
      {
        ...LOUD,
        position: 1,
        name: "broad",
        isMuted: true,
        mails: NONE,
        assigneeCount: 0,
        mutedCount: 13_000,
      },
    ],
    recipients: ["ada", "bob", "cid", "dan"].map((id) => ({
      principalId: id,
      name: `${id}@contoso.example`,
      mailCount: 1300,
    })),
    unlistedRecipientCount: 7,
    unknown: {
      groupAssignmentCount: 2,
      administratorGroupCount: 0,
      criticalOnlyRoleCount: 1,
      unreadRoleCount: 0,
    },
  },
};

test("everything fits 80 columns, approvals and all", () => {
  const lines = whatIfLines(WHAT_IF).map(stripVTControlCharacters);
  expect(lines.join("\n")).toContain("afterwards, 2 approvals");
  expect(lines.filter((line) => line.length > 78 && !/^ +\d+ {2}/.test(line))).toEqual([]);
});

test("what is counted is told with its reasons, its time and its licences; what stays is not listed as a role", () => {
  const text = whatIfLines(WHAT_IF).map(stripVTControlCharacters).join("\n");
  expect(text).toContain("1300  convert  standing access that becomes eligible");
  expect(text).toContain("      5  An application cannot activate a role");
  expect(text).toMatch(/1300 -> 0 +3 -> 1303/);
  expect(text).not.toContain("Nothing changes here");
  expect(text).toContain("time      about 124 min, 120 min of it quiet");
  expect(text).toContain("not counting approvals, for which 2 waves will wait");
  expect(text).toContain("licences  1203 people, 1000 seats: 203 too few");
  expect(text).toContain("members of 1 group unknown");
});

test("mails are told wave by wave, with who gets most, what muting keeps back, and what is not known", () => {
  const text = whatIfLines(WHAT_IF).map(stripVTControlCharacters).join("\n");
  expect(text).toMatch(/everybody-else +1300 +14300 +1 +\+ 15600/);
  expect(text).toMatch(/broad +muted +muted +muted +\+ 15600/);
  expect(text).toContain("mails     about 15601 mails, 1200 holders told of their own access");
  expect(text).toContain("13000 mails fewer: 1 wave muted, so 2 people must approve");
  expect(text).toContain("1300  ada@contoso.example");
  expect(text).toContain("and 8 more who get no more than that");
  expect(text).toContain("unknown: mails of access that was removed");
  expect(text).toContain("mails to members of groups, for 2 assignments");
  expect(text).not.toContain("settings were not read");
});
