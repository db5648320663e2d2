import { parseDuration } from "../duration.ts";
import { isGuid } from "../ids.ts";
import type { Outcome, Refusal } from "../refusal.ts";
import { accepted, badRequest, refusalOf, refused } from "../refusal.ts";
import type { RequestAction, RequestedExpiration } from "../state/requests.ts";
import { REQUEST_ACTIONS } from "../state/requests.ts";
import { ACCESS_IDS, accessRoleId } from "../state/group-access.ts";
import type { Grant, Side } from "../state/schedule.ts";
import { isOfGroups } from "../state/sides.ts";
import { LATEST_AT, parseTimestamp } from "../timestamp.ts";
import type { WantedTime, Write } from "./write.ts";

type Body = Readonly<Record<string, unknown>>;

/** What any request can say. */
const PROPERTIES = [
  "@odata.type",
  "action",
  "principalId",
  "justification",
  "scheduleInfo",
  "ticketInfo",
  "isValidationOnly",
  "targetScheduleId",
  "customData",
];

/** How the grant of a request is said: of roles, and of groups. */
interface GrantWords {
  readonly properties: ReadonlySet<string>;
  read(body: Body): Grant | null;
}

const ROLE_WORDS: GrantWords = {
  properties: new Set([...PROPERTIES, "roleDefinitionId", "directoryScopeId", "appScopeId"]),
  read: readRoleGrant,
};
const GROUP_WORDS: GrantWords = {
  properties: new Set([...PROPERTIES, "accessId", "groupId"]),
  read: readGroupGrant,
};

const EXPIRATION_TYPES = ["notSpecified", "noExpiration", "afterDateTime", "afterDuration"] as const;

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOrNull(body: Body, name: string): string | null {
  const value = body[name];
  return typeof value === "string" ? value : null;
}

/** The JSON types of what is no id or time: anything else is not read as if it had been left out. */
const TYPES: Readonly<Record<string, "string" | "boolean" | "object">> = {
  action: "string",
  justification: "string",
  isValidationOnly: "boolean",
  targetScheduleId: "string",
  customData: "string",
  ticketInfo: "object",
  ticketNumber: "string",
  ticketSystem: "string",
  startDateTime: "string",
  endDateTime: "string",
  duration: "string",
  type: "string",
};

/** Why a value cannot be read; null when all can. What is null is as good as left out. */
function typeRefusal(body: Body): Refusal | null {
  const wrong = Object.entries(body).find(
    ([name, value]) => value !== null && Object.hasOwn(TYPES, name) && typeof value !== TYPES[name],
  );
  if (wrong === undefined) return null;
  return badRequest(`The value of the property '${wrong[0]}' is not of the expected type.`);
}

/** Enumerated words come in any case and leave in the service's own. */
function wordOf<T extends string>(words: readonly T[], value: unknown): T | null {
  return words.find((word) => word.toLowerCase() === String(value).toLowerCase()) ?? null;
}

function readExpiration(body: Body): RequestedExpiration | null {
  const type = wordOf(EXPIRATION_TYPES, body["type"]);
  if (type === null) return null;
  const end = textOrNull(body, "endDateTime");
  const endAt = end === null ? null : parseTimestamp(end);
  const duration = textOrNull(body, "duration");
  if (end !== null && endAt === null) return null;
  if (type === "afterDateTime" && (endAt === null || duration !== null)) return null;
  if (type === "afterDuration" && (duration === null || end !== null)) return null;
  return { type, endAt, duration };
}

function readTime(info: unknown, now: number): Outcome<WantedTime> {
  if (!isBody(info)) return refused(refusalOf("invalidRequest"));
  const mistyped = typeRefusal(info) ?? (isBody(info["expiration"]) ? typeRefusal(info["expiration"]) : null);
  if (mistyped !== null) return refused(mistyped);
  const start = textOrNull(info, "startDateTime");
  const askedStartAt = start === null ? now : parseTimestamp(start);
  const expiration = isBody(info["expiration"]) ? readExpiration(info["expiration"]) : null;
  if (askedStartAt === null || expiration === null) return refused(refusalOf("invalidSchedule"));
  const startAt = Math.max(askedStartAt, now);
  const durationMs = expiration.duration === null ? null : parseDuration(expiration.duration);
  // Months and years are no Edm.Duration; the service was seen to call the whole request invalid.
  if (expiration.duration !== null && durationMs === null) return refused(refusalOf("invalidRequest"));
  const endAt = expiration.type === "afterDuration" ? startAt + (durationMs ?? 0) : expiration.endAt;
  if (startAt > LATEST_AT || (endAt !== null && (endAt <= startAt || endAt > LATEST_AT))) {
    return refused(refusalOf("invalidSchedule"));
  }
  return accepted({ startAt, endAt, expiration });
}

/** Ids in lower case; the scope exactly as it came. */
function readRoleGrant(body: Body): Grant | null {
  const principalId = textOrNull(body, "principalId");
  const roleDefinitionId = textOrNull(body, "roleDefinitionId");
  const directoryScopeId = textOrNull(body, "directoryScopeId");
  const appScopeId = textOrNull(body, "appScopeId");
  if (principalId === null || roleDefinitionId === null) return null;
  if (!isGuid(principalId) || !isGuid(roleDefinitionId)) return null;
  if ((directoryScopeId === null) === (appScopeId === null)) return null;
  return {
    principalId: principalId.toLowerCase(),
    roleDefinitionId: roleDefinitionId.toLowerCase(),
    directoryScopeId,
    appScopeId,
  };
}

function readGroupGrant(body: Body): Grant | null {
  const principalId = textOrNull(body, "principalId");
  const groupId = textOrNull(body, "groupId");
  const accessId = wordOf(ACCESS_IDS, body["accessId"]);
  if (principalId === null || groupId === null || accessId === null) return null;
  if (!isGuid(principalId) || !isGuid(groupId)) return null;
  return {
    principalId: principalId.toLowerCase(),
    roleDefinitionId: accessRoleId(groupId.toLowerCase(), accessId),
    directoryScopeId: "/",
    appScopeId: null,
  };
}

function needsTime(action: RequestAction): boolean {
  return action !== "adminRemove" && action !== "selfDeactivate";
}

/** Reads the body of a request for a schedule. */
export function readWrite(
  body: unknown,
  from: { readonly side: Side; readonly now: number; readonly caller: Write["caller"] },
): Outcome<Write> {
  if (!isBody(body)) return refused(badRequest("Unable to read JSON request payload."));
  const words = isOfGroups(from.side) ? GROUP_WORDS : ROLE_WORDS;
  const unknown = Object.keys(body).find((name) => !words.properties.has(name));
  if (unknown !== undefined) {
    return refused(
      badRequest(`The property '${unknown}' does not exist on the type of the request. Invalid property.`),
    );
  }
  const ticket = isBody(body["ticketInfo"]) ? body["ticketInfo"] : {};
  const mistyped = typeRefusal(body) ?? typeRefusal(ticket);
  if (mistyped !== null) return refused(mistyped);
  const action = wordOf(REQUEST_ACTIONS, body["action"]);
  const grant = words.read(body);
  if (action === null || grant === null) return refused(refusalOf("invalidRequest"));
  const time = needsTime(action) ? readTime(body["scheduleInfo"], from.now) : null;
  if (time !== null && !time.isOk) return time;
  return accepted({
    ...grant,
    side: from.side,
    action,
    justification: textOrNull(body, "justification"),
    ticketNumber: textOrNull(ticket, "ticketNumber"),
    ticketSystem: textOrNull(ticket, "ticketSystem"),
    isValidationOnly: body["isValidationOnly"] === true,
    time: time?.value ?? null,
    receivedAt: from.now,
    caller: from.caller,
  });
}
