import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ALERTED_ROLES,
  isConverted,
  nameOfPrincipal,
  type Inventory,
  type Manifest,
  type MailForecast,
  type NotificationRule,
  type Plan,
} from "@standdown/domain";
import { mailRules } from "../../packages/domain/testing/mail-rules.ts";
import { countedAlong } from "./counted-along.ts";
import { uuid } from "./small-ids.ts";
import { arbitraryInventory, arbitraryPlan } from "./tenant-arbitrary.ts";

const change = fc.record({
  notificationLevel: fc.constantFrom("All" as const, "All" as const, "Critical" as const, "None" as const),
  isDefaultRecipientsEnabled: fc.constantFrom(true, true, false),
  notificationRecipients: fc.subarray(["soc@contoso.example", "iam@contoso.example"]),
});

const SOME_ROLE = uuid(2, 2);
const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";

/** The same, where some role is that of administrators whom a plan moves. */
function renamed<T extends { readonly roleDefinitionId: string }>(rows: readonly T[]): readonly T[] {
  return rows.map((row) =>
    row.roleDefinitionId === SOME_ROLE ? { ...row, roleDefinitionId: PRIVILEGED_ROLE_ADMINISTRATOR } : row,
  );
}

/** A tenant in which each role tells others, and administrators are moved. */
const arbitraryWorld: fc.Arbitrary<Inventory> = fc
  .tuple(arbitraryInventory, fc.infiniteStream(change))
  .map(([inventory, changes]) => ({
    ...inventory,
    roles: inventory.roles.map((role) =>
      role.id === SOME_ROLE
        ? { ...role, id: PRIVILEGED_ROLE_ADMINISTRATOR, templateId: PRIVILEGED_ROLE_ADMINISTRATOR }
        : role,
    ),
    roleAssignments: renamed(inventory.roleAssignments),
    assignments: renamed(inventory.assignments),
    eligibilities: renamed(inventory.eligibilities),
    roleSettings: renamed(inventory.roleSettings).map((settings) => ({
      ...settings,
      rules: [...settings.rules, ...mailRules(() => changes.next().value)],
    })),
  }));

/** A plan that mutes some of its waves. */
const arbitraryMutingPlan: fc.Arbitrary<Plan> = fc
  .tuple(arbitraryPlan, fc.infiniteStream(fc.boolean()))
  .map(([plan, mutes]) => ({
    ...plan,
    spec: {
      ...plan.spec,
      waves: plan.spec.waves.map((wave) => ({ ...wave, muteAssignmentMails: mutes.next().value })),
    },
  }));

function foretold(plan: Plan, inventory: Inventory): { manifest: Manifest; mails: MailForecast } {
  const { manifest, whatIf } = countedAlong(plan, inventory);
  return { manifest, mails: whatIf.mails };
}

/** Every mail that a wave sends, one by one: whom it goes to and why. */
function mailsOfWave(
  { waves, entries }: Manifest,
  inventory: Inventory,
  position: number,
): { readonly to: string; readonly as: "assignee" | "administrator" | "address" }[] {
  if (waves[position]?.mutesAssignmentMails === true) return [];
  const wasMoved = (assignmentId: string) =>
    entries.some(
      (entry) => entry.assignmentId === assignmentId && (entry.wavePosition ?? position) < position,
    );
  const administrators = inventory.principals.filter(
    ({ id, type }) =>
      type === "user" &&
      inventory.assignments.some(
        (row) =>
          row.principalId === id &&
          row.assignmentType === "Assigned" &&
          row.directoryScopeId === "/" &&
          ALERTED_ROLES.includes(row.roleDefinitionId) &&
          !wasMoved(row.id),
      ),
  );
  const given = entries.filter((entry) => entry.wavePosition === position && isConverted(entry));
  return given.flatMap(({ key, beforeImage }) => {
    const settings = inventory.roleSettings.find(
      ({ roleDefinitionId }) => roleDefinitionId === key.roleDefinitionId,
    );
    const sent = (settings?.rules ?? []).filter(
      (rule): rule is NotificationRule =>
        rule.kind === "notification" &&
        rule.notificationLevel === "All" &&
        ["Notification_Admin_Admin_Eligibility", "Notification_Requestor_Admin_Eligibility"].includes(
          rule.id,
        ),
    );
    return sent.flatMap(({ recipientType, isDefaultRecipientsEnabled, notificationRecipients }) => {
      const isAlert = recipientType === "Admin" && isDefaultRecipientsEnabled;
      const isOwn =
        recipientType === "Requestor" && isDefaultRecipientsEnabled && beforeImage.principalType === "user";
      return [
        ...notificationRecipients.map((to) => ({ to, as: "address" as const })),
        ...(isAlert ? administrators.map(({ id }) => ({ to: id, as: "administrator" as const })) : []),
        ...(isOwn ? [{ to: key.principalId, as: "assignee" as const }] : []),
      ];
    });
  });
}

test("every mail that is counted is one that some rule sends to somebody, in its wave, and none is left out", () => {
  fc.assert(
    fc.property(arbitraryMutingPlan, arbitraryWorld, (plan, inventory) => {
      const { manifest, mails } = foretold(plan, inventory);
      for (const wave of mails.waves) {
        const sent = mailsOfWave(manifest, inventory, wave.position);
        const to = (as: string) => sent.filter((mail) => mail.as === as);
        expect(wave.mails).toEqual({
          toAssignees: to("assignee").length,
          toAdministrators: to("administrator").length,
          toAddresses: to("address").length,
        });
        expect(wave.assigneeCount).toBe(new Set(to("assignee").map((mail) => mail.to)).size);
        expect(wave.cappedCount).toBe(0);
      }
    }),
  );
});

test("whoever is told of others gets as many mails as those waves send them together", () => {
  fc.assert(
    fc.property(arbitraryMutingPlan, arbitraryWorld, (plan, inventory) => {
      const { manifest, mails } = foretold(plan, inventory);
      const counts = new Map<string, number>();
      for (const { position } of manifest.waves) {
        for (const { to, as } of mailsOfWave(manifest, inventory, position)) {
          if (as !== "assignee") counts.set(to, (counts.get(to) ?? 0) + 1);
        }
      }
      expect(mails.unlistedRecipientCount).toBe(0);
      expect(new Map(mails.recipients.map((one) => [one.principalId ?? one.name, one.mailCount]))).toEqual(
        counts,
      );
      for (const { principalId, name } of mails.recipients) {
        const known = inventory.principals.find(({ id }) => id === principalId);
        if (known !== undefined) expect(name).toBe(nameOfPrincipal(known));
      }
    }),
  );
});

test("muting keeps back exactly the mails that the same wave would send", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryWorld, (plan, inventory) => {
      const waves = plan.spec.waves.map((wave) => ({ ...wave, muteAssignmentMails: true }));
      const loud = foretold(plan, inventory).mails.waves;
      const quiet = foretold({ ...plan, spec: { ...plan.spec, waves } }, inventory).mails.waves;
      for (const [at, { mails, rollBackMails }] of loud.entries()) {
        const mutedCount = mails.toAssignees + mails.toAdministrators + mails.toAddresses;
        const none = { toAssignees: 0, toAdministrators: 0, toAddresses: 0 };
        expect(quiet[at]).toMatchObject({ isMuted: true, mutedCount, mails: none, rollBackMails });
      }
    }),
  );
});
