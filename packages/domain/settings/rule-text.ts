import { durationMs } from "../duration.ts";
import {
  ENABLEMENTS,
  type Enablement,
  type ExpirationRule,
  type RoleRule,
  type RuleId,
} from "../role-settings.ts";
import { approvalText } from "./approval-text.ts";

const STAGES = {
  Admin_Eligibility: "eligible",
  Admin_Assignment: "active",
  EndUser_Assignment: "activation",
};
const SUBJECTS = {
  Expiration: "duration",
  Enablement: "required",
  Notification_Admin: "mails to administrators",
  Notification_Requestor: "mails to the requestor",
  Notification_Approver: "mails to approvers",
  Approval: "approval",
  AuthenticationContext: "authentication context",
};
const ENABLEMENT_WORDS = {
  MultiFactorAuthentication: "MFA",
  Justification: "justification",
  Ticketing: "ticket",
} as const satisfies Record<Enablement, string>;

/**
 * What a rule is about, for people: `activation: duration`. `eligible` and `active` are assignments that somebody makes,
 * `activation` is what an eligible person does.
 */
export function ruleTitle(id: RuleId): string {
  const stage = Object.entries(STAGES).find(([end]) => id.endsWith(end))?.[1];
  const subject = Object.entries(SUBJECTS).find(([start]) => id.startsWith(start))?.[1];
  return `${stage}: ${subject}`;
}

/** What a rule says, for people: what is in force, without what is set and has no effect. */
export function ruleText(rule: RoleRule): string {
  switch (rule.kind) {
    case "expiration":
      return rule.isExpirationRequired ? limitText(rule) : "may be permanent";
    case "enablement":
      return enablementText(rule.enabledRules);
    case "notification": {
      const { notificationLevel, isDefaultRecipientsEnabled, notificationRecipients } = rule;
      const recipients = [
        ...(isDefaultRecipientsEnabled ? ["default recipients"] : []),
        ...notificationRecipients.toSorted(),
      ];
      const whom = recipients.length === 0 ? "nobody" : recipients.join(" + ");
      return `${notificationLevel.toLowerCase()}, ${whom}`;
    }
    case "approval":
      if (rule.isApprovalRequired) return approvalText(rule);
      return rule.isApprovalRequiredForExtension ? `only to extend, ${approvalText(rule)}` : "not required";
    case "authenticationContext":
      return rule.isEnabled ? contextText(rule.claimValue) : "none";
  }
}

/** Both sides of a change, for people; where only what has no effect differs, that is said as well. */
export function ruleTexts(from: RoleRule, to: RoleRule): { readonly from: string; readonly to: string } {
  const texts = { from: ruleText(from), to: ruleText(to) };
  if (texts.from !== texts.to) return texts;
  return { from: wholeText(from), to: wholeText(to) };
}

/** The same with what is set and has no effect. */
function wholeText(rule: RoleRule): string {
  const idle = idleText(rule);
  return idle === null ? ruleText(rule) : `${ruleText(rule)} (without effect: ${idle})`;
}

function idleText(rule: RoleRule): string | null {
  if (rule.kind === "expiration" && !rule.isExpirationRequired) return limitText(rule);
  if (rule.kind === "approval" && !rule.isApprovalRequired) return approvalText(rule);
  if (rule.kind === "authenticationContext" && !rule.isEnabled) return contextText(rule.claimValue);
  return null;
}

function limitText({ maximumDuration }: ExpirationRule): string {
  return maximumDuration === null ? "must end, no maximum" : `at most ${durationText(maximumDuration)}`;
}

/** In one order, whatever the tenant's is. */
function enablementText(enabledRules: readonly Enablement[]): string {
  const words = ENABLEMENTS.filter((known) => enabledRules.includes(known)).map(
    (one) => ENABLEMENT_WORDS[one],
  );
  return words.length === 0 ? "nothing" : words.join(", ");
}

function contextText(claimValue: string | null): string {
  return claimValue === null || claimValue === "" ? "unnamed" : claimValue;
}

/** `365 days`, `8 h`, `1 h 45 min`; as it is written where it is no duration that we know. */
function durationText(duration: string): string {
  const lastsMs = durationMs(duration);
  if (lastsMs === null || lastsMs % 60_000 !== 0 || lastsMs === 0) return duration;
  const minutes = lastsMs / 60_000;
  if (minutes % (24 * 60) === 0) return minutes === 24 * 60 ? "1 day" : `${minutes / (24 * 60)} days`;
  const hours = Math.floor(minutes / 60);
  return [...(hours > 0 ? [`${hours} h`] : []), ...(minutes % 60 > 0 ? [`${minutes % 60} min`] : [])].join(
    " ",
  );
}
