import { describe, expect, it } from "vitest";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { EffectiveDisposition } from "../disposition.ts";
import { endState } from "../end-state.ts";
import type { ManifestEntry, ManifestWave } from "../manifest.ts";
import type { Principal, PrincipalType } from "../principal.ts";
import type { NotificationRule } from "../role-settings.ts";
import { mailRules } from "../testing/mail-rules.ts";
import { person, READER } from "../testing/people.ts";
import { standingRow } from "../testing/standing-row.ts";
import { MailFold, type MailForecast } from "./forecast-mails.ts";

const WAVE: ManifestWave = {
  position: 0,
  name: "all",
  principalCount: 1,
  conversionCount: 1,
  concurrencyMax: 250,
  failureBudgetCount: 0,
  soakMs: 0,
  approvalMinimum: 0,
  mutesAssignmentMails: false,
};

type Holder = {
  readonly principal: Principal;
  readonly roleDefinitionId: string;
  /** What becomes of it, in the first wave; nothing where it is left out. */
  readonly disposition?: EffectiveDisposition;
};

function entryOf({ principal, roleDefinitionId, disposition }: Holder): ManifestEntry {
  const row = standingRow({ principalId: principal.id, roleDefinitionId });
  return {
    key: row,
    assignmentId: row.id,
    disposition: disposition ?? "keep",
    reason: "selected",
    detail: null,
    evidence: [],
    wavePosition: disposition === undefined ? null : 0,
    beforeImage: {
      readAt: "2026-06-01T00:00:00Z",
      origin: "pimPermanent",
      roleAssignmentScheduleId: row.roleAssignmentScheduleId,
      startDateTime: null,
      endDateTime: null,
      principalType: principal.type,
      principalName: "",
      roleName: "",
      scopeName: "",
    },
  };
}

/** The forecast for a tenant in which these hold a role each, and a new tenant's settings but for what is said. */
function forecast(
  holders: readonly Holder[],
  change?: (rule: NotificationRule) => Partial<NotificationRule>,
  wave: ManifestWave = WAVE,
): MailForecast {
  const settings = { id: "p", policyId: "p", rules: mailRules(change) };
  const roleSettings = [READER, GLOBAL_ADMINISTRATOR].map((roleDefinitionId) => ({
    ...settings,
    roleDefinitionId,
  }));
  const fold = new MailFold({ roleSettings });
  const entries = holders.map(entryOf);
  for (const [at, { principal, roleDefinitionId }] of holders.entries()) {
    const assignments = [standingRow({ principalId: principal.id, roleDefinitionId })];
    const none = { roleAssignments: [], eligibilities: [], mfaRegistration: null };
    const access = { principalId: principal.id, principal, assignments, ...none };
    fold.observe(access, endState(access, entries.slice(at, at + 1), { type: "none" }));
  }
  for (const entry of entries) fold.place(entry);
  return fold.conclude([wave]);
}

const reader = (
  id: string,
  disposition: EffectiveDisposition = "convert",
  type: PrincipalType = "user",
): Holder => ({
  principal: person(id, { type }),
  roleDefinitionId: READER,
  disposition,
});
const administrators = (count: number): Holder[] =>
  Array.from({ length: count }, (_, at) => ({
    principal: person(`admin-${String(at).padStart(5, "0")}`),
    roleDefinitionId: GLOBAL_ADMINISTRATOR,
  }));

const isOther = ({ id }: NotificationRule) => id.includes("Approver") || id.includes("EndUser");
const critical = () => ({ notificationLevel: "Critical" as const });

describe("the mails of a rollout", () => {
  it("are one to whoever becomes eligible, and one to each active administrator", () => {
    const { waves, recipients } = forecast([...administrators(2), reader("ann"), reader("ben")]);
    expect(waves).toMatchObject([
      {
        assigneeCount: 2,
        administratorCount: 2,
        mails: { toAssignees: 2, toAdministrators: 4, toAddresses: 0 },
        rollBackMails: { toAssignees: 2, toAdministrators: 4, toAddresses: 0 },
      },
    ]);
    expect(recipients).toEqual([
      { principalId: "admin-00000", name: "admin-00000@contoso.example", mailCount: 2 },
      { principalId: "admin-00001", name: "admin-00001@contoso.example", mailCount: 2 },
    ]);
  });

  it("are none where access is only taken away, and those of an assignment where that is undone", () => {
    const [wave] = forecast([...administrators(1), reader("ann", "remove")]).waves;
    expect(wave).toMatchObject({
      mails: { toAssignees: 0, toAdministrators: 0 },
      rollBackMails: { toAssignees: 1, toAdministrators: 1 },
    });
  });

  it("are not sent by an approver's rule, nor by one about activations", () => {
    const { waves, recipients } = forecast([reader("ann")], (rule) =>
      isOther(rule) ? { notificationRecipients: ["soc@contoso.example"] } : {},
    );
    expect(waves).toMatchObject([{ mails: { toAssignees: 1, toAdministrators: 0, toAddresses: 0 } }]);
    expect(recipients).toEqual([]);
  });

  it("go to further addresses also where the default recipients are off", () => {
    const { waves, recipients } = forecast([...administrators(1), reader("ann")], ({ recipientType }) => ({
      isDefaultRecipientsEnabled: false,
      notificationRecipients: recipientType === "Admin" ? ["soc@contoso.example"] : [],
    }));
    expect(waves).toMatchObject([{ mails: { toAssignees: 0, toAdministrators: 0, toAddresses: 1 } }]);
    expect(recipients).toEqual([{ principalId: null, name: "soc@contoso.example", mailCount: 1 }]);
  });

  it("are kept back while the wave is muted, and not when it is undone", () => {
    const muting = { ...WAVE, mutesAssignmentMails: true };
    const { waves, recipients } = forecast([...administrators(3), reader("ann")], undefined, muting);
    expect(waves).toMatchObject([
      { isMuted: true, mutedCount: 4, assigneeCount: 0, rollBackMails: { toAdministrators: 3 } },
    ]);
    expect(recipients).toEqual([]);
  });
});

describe("a tenant with a hundred thousand administrators", () => {
  it("lists a hundred of them and counts the others; an event is mailed to a thousand, whoever those are", () => {
    const { waves, recipients, unlistedRecipientCount } = forecast([
      ...administrators(100_000),
      reader("ann"),
    ]);
    expect(recipients).toHaveLength(100);
    expect(unlistedRecipientCount).toBe(99_900);
    expect(waves).toMatchObject([
      { administratorCount: 100_000, cappedCount: 1, mails: { toAssignees: 1, toAdministrators: 999 } },
    ]);
  });
});

describe("what nobody documents is counted as unknown, and in no other number", () => {
  it("that members of a group are mailed, who become eligible through it or are administrators through it", () => {
    const group: Holder = {
      principal: person("group", { type: "group" }),
      roleDefinitionId: GLOBAL_ADMINISTRATOR,
    };
    const { waves, unknown } = forecast([group, reader("team", "convert", "group")]);
    expect(waves).toMatchObject([{ mails: { toAssignees: 0, toAdministrators: 0, toAddresses: 0 } }]);
    expect(unknown).toMatchObject({ groupAssignmentCount: 1, administratorGroupCount: 1 });
  });

  it("that a mail about an assignment is critical, but not where it is muted anyway", () => {
    const { waves, unknown } = forecast([...administrators(1), reader("ann")], critical);
    expect(waves).toMatchObject([{ mails: { toAssignees: 0, toAdministrators: 0 } }]);
    expect(unknown).toMatchObject({ criticalOnlyRoleCount: 1 });
    const muting = { ...WAVE, mutesAssignmentMails: true };
    expect(forecast([reader("ann")], critical, muting).unknown).toMatchObject({ criticalOnlyRoleCount: 0 });
  });

  it("what a role's settings are that were not read", () => {
    const unread = { ...reader("ann"), roleDefinitionId: "unread" };
    const { waves, unknown } = forecast([unread]);
    expect(waves).toMatchObject([{ mails: { toAssignees: 0 } }]);
    expect(unknown).toMatchObject({ unreadRoleCount: 1 });
  });
});
