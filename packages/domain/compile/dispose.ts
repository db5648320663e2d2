import {
  isStanding,
  keyText,
  type AccessKey,
  type AssignmentInstance,
  type RoleAssignment,
} from "../access.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { beforeImageOf } from "./before-image.ts";
import { classify } from "./classify.ts";
import type { CompileContext } from "./compile-context.ts";
import { judge, type Judged, type Verdict } from "./judge.ts";

/**
 * What becomes of everything that one principal holds: each active row gets one disposition, with its reason. Waves
 * are given later, when everybody is known.
 */
export function disposeAccess(context: CompileContext, access: PrincipalAccess): readonly ManifestEntry[] {
  const judged = judgedOf(context, access);
  const entryOf = (row: AssignmentInstance, { disposition, reason, detail }: Verdict): ManifestEntry => ({
    key: keyOf(row),
    assignmentId: row.id,
    disposition,
    reason,
    detail,
    wavePosition: null,
    beforeImage: beforeImageOf(row, access.principal, context),
  });
  // PIM and the directory forget a deleted principal at different times.
  const reason = access.principal === null ? "principalUnknown" : "unreconciled";
  const unreconciled = { disposition: "review", reason, detail: null } as const;
  return [
    ...access.assignments.map((row) => entryOf(row, judge(row, judged))),
    ...withoutInstance(access).map((row) => entryOf(asInstance(row), excludedOr(unreconciled, judged, row))),
  ];
}

/** A row that only one list has is left alone where the plan leaves its principal alone. */
function excludedOr(verdict: Verdict, { context }: Judged, { principalId }: RoleAssignment): Verdict {
  if (context.emergencyAccess.has(principalId)) {
    return { disposition: "exclude", reason: "emergencyAccess", detail: null };
  }
  const exclusion = context.exclusions.get(principalId);
  return exclusion === undefined
    ? verdict
    : { disposition: "exclude", reason: "excluded", detail: exclusion.reasonCode };
}

function judgedOf(context: CompileContext, access: PrincipalAccess): Judged {
  const standingCount = new Map<string, number>();
  for (const key of access.assignments.filter(isStanding).map(keyText)) {
    standingCount.set(key, (standingCount.get(key) ?? 0) + 1);
  }
  return {
    context,
    principal: access.principal,
    is: classify(access),
    listed: new Set(access.roleAssignments.map(keyText)),
    eligibilities: new Map(
      access.eligibilities.filter((row) => row.memberType === "Direct").map((row) => [keyText(row), row]),
    ),
    standingCount,
  };
}

function keyOf({ principalId, roleDefinitionId, directoryScopeId, appScopeId }: AccessKey): AccessKey {
  return { principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

function withoutInstance({ assignments, roleAssignments }: PrincipalAccess): RoleAssignment[] {
  const instances = new Set(assignments.map(keyText));
  return roleAssignments.filter((row) => !instances.has(keyText(row)));
}

function asInstance(row: RoleAssignment): AssignmentInstance {
  return {
    ...row,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: row.id,
    roleAssignmentOriginId: null,
  };
}
