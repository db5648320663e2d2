import { isGuid } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { isJsonObject } from "../json.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, refused } from "../refusal.ts";
import { INVALID_POLICY, INVALID_RULE, strangeProperty } from "./problem.ts";

/** Who may approve: the two kinds of which PIM makes use, with where v1.0 has the id. */
const APPROVER_KINDS = { singleUser: "userId", groupMembers: "groupId" } as const;

const MODES: ReadonlySet<string> = new Set(["SingleStage", "Serial", "Parallel", "NoApproval"]);
const FLAGS = ["isApprovalRequired", "isApprovalRequiredForExtension", "isRequestorJustificationRequired"];
const SETTING_PROPERTIES = ["@odata.type", "approvalMode", "approvalStages", ...FLAGS];
const STAGE_NUMBERS = ["approvalStageTimeOutInDays", "escalationTimeInMinutes"];
const STAGE_FLAGS = ["isApproverJustificationRequired", "isEscalationEnabled"];
const APPROVER_LISTS = ["primaryApprovers", "escalationApprovers"];
const STAGE_PROPERTIES = ["@odata.type", ...STAGE_NUMBERS, ...STAGE_FLAGS, ...APPROVER_LISTS];

function kindOf(type: unknown): keyof typeof APPROVER_KINDS | null {
  const name = /^#?microsoft\.graph\.(?<name>\w+)$/u.exec(String(type))?.groups?.["name"];
  return name === "singleUser" || name === "groupMembers" ? name : null;
}

/** One approver in the shape of v1.0, from that shape or from beta's (`id`, `isBackup`). */
function readApprover(value: unknown): JsonObject | null {
  const kind = isJsonObject(value) ? kindOf(value["@odata.type"]) : null;
  if (!isJsonObject(value) || kind === null) return null;
  const idName = APPROVER_KINDS[kind];
  const id = value[idName] ?? value["id"];
  const known = ["@odata.type", idName, "id", "isBackup", "description"];
  if (typeof id !== "string" || !isGuid(id) || strangeProperty(value, known) !== null) return null;
  const description = typeof value["description"] === "string" ? value["description"] : null;
  return { "@odata.type": `#microsoft.graph.${kind}`, [idName]: id.toLowerCase(), description };
}

function readStage(value: unknown): JsonObject | null {
  if (!isJsonObject(value) || strangeProperty(value, STAGE_PROPERTIES) !== null) return null;
  const hasFlags = STAGE_FLAGS.every((name) => typeof value[name] === "boolean");
  const hasNumbers = STAGE_NUMBERS.every((name) => Number.isInteger(value[name]) && Number(value[name]) >= 0);
  if (!hasFlags || !hasNumbers) return null;
  const stage: Record<string, unknown> = { ...value };
  delete stage["@odata.type"];
  for (const name of APPROVER_LISTS) {
    const list = value[name] ?? [];
    const approvers = Array.isArray(list) ? list.map(readApprover) : [null];
    if (approvers.includes(null)) return null;
    stage[name] = approvers;
  }
  return stage;
}

/** Reads the setting of an approval rule; what it leaves out is as in `base`. Approvers come out in the shape of v1.0. */
export function readApprovalSetting(setting: unknown, base: unknown): Outcome<JsonObject> {
  if (!isJsonObject(setting) || !isJsonObject(base)) return refused(INVALID_RULE);
  const strange = strangeProperty(setting, SETTING_PROPERTIES);
  if (strange !== null) return refused(strange);
  const merged: Record<string, unknown> = { ...base, ...setting };
  delete merged["@odata.type"];
  const areFlags = FLAGS.every((name) => typeof merged[name] === "boolean");
  const stages = merged["approvalStages"];
  if (!areFlags || !MODES.has(String(merged["approvalMode"])) || !Array.isArray(stages)) {
    return refused(INVALID_RULE);
  }
  if (stages.length === 0) return refused(INVALID_POLICY);
  const read = stages.map(readStage);
  if (read.includes(null)) return refused(INVALID_RULE);
  return accepted({ ...merged, approvalStages: read });
}

/** The same approver as beta, and some of Microsoft's pages of v1.0, write it. */
export function inBetaShape(approver: unknown): unknown {
  const kind = isJsonObject(approver) ? kindOf(approver["@odata.type"]) : null;
  if (!isJsonObject(approver) || kind === null) return approver;
  return {
    "@odata.type": approver["@odata.type"],
    isBackup: false,
    id: approver[APPROVER_KINDS[kind]],
    description: approver["description"],
  };
}
