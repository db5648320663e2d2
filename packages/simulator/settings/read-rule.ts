import type { PolicyRule } from "../default-policy.ts";
import { parseDuration } from "../duration.ts";
import type { JsonObject } from "../json.ts";
import { isJsonObject, textsOf } from "../json.ts";
import type { Outcome, Refusal } from "../refusal.ts";
import { accepted, refused } from "../refusal.ts";
import { readApprovalSetting } from "./approval-rule.ts";
import { INVALID_POLICY, INVALID_RULE, strangeProperty } from "./problem.ts";

/** How a rule is read where nobody knows how Microsoft reads it. */
export interface RuleReading {
  /** `PT0S` is taken. */
  readonly isZeroDurationTaken: boolean;
  /** Times that the portal does not offer are refused. */
  readonly arePortalLimitsKept: boolean;
}

const HOUR_MS = 60 * 60 * 1000;
const MAXIMUM_ACTIVATION_MS = 24 * HOUR_MS;
const PORTAL_MINIMUM_ACTIVATION_MS = HOUR_MS / 2;
const PORTAL_MAXIMUM_GRANT_MS = 365 * 24 * HOUR_MS;
const MAXIMUM_RECIPIENT_COUNT = 1000;
const ENABLED_RULES = ["MultiFactorAuthentication", "Justification", "Ticketing"];

/** What a kind of rule says besides its type, id and target. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  Expiration: ["isExpirationRequired", "maximumDuration"],
  Enablement: ["enabledRules"],
  Approval: ["setting"],
  AuthenticationContext: ["isEnabled", "claimValue"],
  Notification: [
    "notificationType",
    "recipientType",
    "notificationLevel",
    "isDefaultRecipientsEnabled",
    "notificationRecipients",
  ],
};

const COMMON = ["@odata.type", "id", "target"];

function isOfEndUser(rule: PolicyRule): boolean {
  return rule.id.includes("_EndUser_");
}

function checkExpiration(rule: PolicyRule, body: JsonObject, reading: RuleReading): Refusal | null {
  const { maximumDuration } = body;
  // A rule without it was seen to be refused, however much of the rest is there.
  if (typeof maximumDuration !== "string" || typeof rule["isExpirationRequired"] !== "boolean") {
    return INVALID_RULE;
  }
  const lastsMs = parseDuration(maximumDuration);
  if (lastsMs === null || (lastsMs === 0 && !reading.isZeroDurationTaken)) return INVALID_POLICY;
  if (!isOfEndUser(rule)) {
    return reading.arePortalLimitsKept && lastsMs > PORTAL_MAXIMUM_GRANT_MS ? INVALID_POLICY : null;
  }
  const isTooShort = reading.arePortalLimitsKept && lastsMs < PORTAL_MINIMUM_ACTIVATION_MS;
  return lastsMs > MAXIMUM_ACTIVATION_MS || isTooShort || !rule["isExpirationRequired"]
    ? INVALID_POLICY
    : null;
}

function checkEnablement(rule: PolicyRule): Refusal | null {
  const enabled = textsOf(rule["enabledRules"]);
  const allowed = isOfEndUser(rule) ? ENABLED_RULES : ENABLED_RULES.filter((name) => name !== "Ticketing");
  return enabled === null || !enabled.every((name) => allowed.includes(name)) ? INVALID_RULE : null;
}

function checkContext(rule: PolicyRule): Refusal | null {
  const { isEnabled, claimValue } = rule;
  if (typeof isEnabled !== "boolean") return INVALID_RULE;
  const isEmpty = claimValue === null || claimValue === "";
  const isContext = typeof claimValue === "string" && /^c[1-9]\d?$/u.test(claimValue);
  return isContext || (isEmpty && !isEnabled) ? null : INVALID_RULE;
}

function checkNotification(rule: PolicyRule): Refusal | null {
  const recipients = textsOf(rule["notificationRecipients"]);
  const isUnderstood =
    rule["notificationType"] === "Email" &&
    rule.id.startsWith(`Notification_${String(rule["recipientType"])}_`) &&
    ["None", "Critical", "All"].includes(String(rule["notificationLevel"])) &&
    typeof rule["isDefaultRecipientsEnabled"] === "boolean";
  if (!isUnderstood || recipients === null) return INVALID_RULE;
  return recipients.length > MAXIMUM_RECIPIENT_COUNT ? INVALID_POLICY : null;
}

function checkByKind(kind: string, rule: PolicyRule, body: JsonObject, reading: RuleReading): Refusal | null {
  if (kind === "Expiration") return checkExpiration(rule, body, reading);
  if (kind === "Enablement") return checkEnablement(rule);
  if (kind === "AuthenticationContext") return checkContext(rule);
  return kind === "Notification" ? checkNotification(rule) : null;
}

/** A target may be left out; one that is there must be the rule's own. */
function isOwnTarget(target: unknown, rule: PolicyRule): boolean {
  const own = rule["target"];
  if (target === undefined) return true;
  if (!isJsonObject(target) || !isJsonObject(own)) return false;
  return target["caller"] === own["caller"] && target["level"] === own["level"];
}

/**
 * Reads the body of a change of one rule. `base` has what the body leaves out: the rule as it is, or as the service
 * made it.
 */
export function readRule(base: PolicyRule, body: unknown, reading: RuleReading): Outcome<PolicyRule> {
  const kind = /Policy(?<kind>\w+)Rule$/u.exec(String(base["@odata.type"]))?.groups?.["kind"] ?? "";
  const names = PROPERTIES[kind] ?? [];
  if (!isJsonObject(body) || body["@odata.type"] !== base["@odata.type"] || body["id"] !== base.id) {
    return refused(INVALID_RULE);
  }
  const strange = strangeProperty(body, [...COMMON, ...names]);
  if (strange !== null) return refused(strange);
  if (!isOwnTarget(body["target"], base)) return refused(INVALID_RULE);
  const told = Object.fromEntries(names.filter((name) => name in body).map((name) => [name, body[name]]));
  if (kind === "Approval" && "setting" in told) {
    const setting = readApprovalSetting(told["setting"], base["setting"]);
    return setting.isOk ? accepted({ ...base, setting: setting.value }) : setting;
  }
  const rule: PolicyRule = { ...base, ...told, id: base.id };
  const refusal = checkByKind(kind, rule, body, reading);
  return refusal === null ? accepted(rule) : refused(refusal);
}
