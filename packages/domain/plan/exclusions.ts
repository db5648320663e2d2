import { Type, type Static } from "typebox";
import type { AccessKey } from "../access.ts";
import type { DocumentProblem } from "../problems.ts";
import { ObjectId, STRICT, Text } from "./fields.ts";

/** Why somebody can be left out, each with what it means. */
export const EXCLUSION_REASONS = {
  serviceAccount: "a user account that a service works with",
  automation: "something runs with this access and cannot activate it",
  vendor: "a contract with somebody outside says so",
  legal: "the law or a works council asks for it",
  licence: "there is no licence for the principal yet",
  project: "a piece of work must end first",
  other: "the ticket says why",
} as const;
/** A key of {@link EXCLUSION_REASONS}. */
export type ExclusionReason = keyof typeof EXCLUSION_REASONS;

const reasonCodes = Object.keys(EXCLUSION_REASONS).filter(isExclusionReason);

/**
 * Somebody who is left as they are until a day, with who answers for it: everything that they hold, or one role, or
 * what they hold at one scope.
 */
export const Exclusion = Type.Object(
  {
    principalId: ObjectId,
    roleDefinitionId: Type.Optional(ObjectId),
    directoryScopeId: Type.Optional(Text),
    appScopeId: Type.Optional(Text),
    reasonCode: Type.Enum(reasonCodes),
    owner: Text,
    ticket: Type.Optional(Text),
    expires: Type.String({ format: "date", description: "The last day on which it holds, in UTC." }),
  },
  STRICT,
);
export type Exclusion = Static<typeof Exclusion>;

/** True when the exclusion is about this access of its principal. */
export function excludesAccess(exclusion: Exclusion, key: AccessKey): boolean {
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = exclusion;
  return (
    principalId === key.principalId &&
    (roleDefinitionId === undefined || roleDefinitionId === key.roleDefinitionId) &&
    (directoryScopeId === undefined || directoryScopeId === key.directoryScopeId) &&
    (appScopeId === undefined || appScopeId === key.appScopeId)
  );
}

/** True when its last day is over, in UTC: its principal is included again. */
export function isOver({ expires }: Exclusion, now: Date): boolean {
  return expires < now.toISOString().slice(0, 10);
}

/** The exclusion in words: why, whom to ask, until when. */
export function exclusionText({ reasonCode, owner, ticket, expires }: Exclusion): string {
  const about = ticket === undefined ? owner : `${owner}, ${ticket}`;
  return `${reasonCode}: ${about}, until ${expires}`;
}

/** Accesses with more than one exclusion, and exclusions with two scopes. */
export function exclusionProblems(exclusions: readonly Exclusion[]): DocumentProblem[] {
  const seen = new Set<string>();
  return exclusions.flatMap((exclusion, index): DocumentProblem[] => {
    const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = exclusion;
    const pointer = `/spec/exclusions/${index}`;
    if (directoryScopeId !== undefined && appScopeId !== undefined) {
      const message = "must have at most one of directoryScopeId and appScopeId";
      return [{ pointer, code: "invalidValue", message }];
    }
    const what = JSON.stringify([principalId, roleDefinitionId, directoryScopeId, appScopeId]);
    const isSecond = seen.has(what);
    seen.add(what);
    return isSecond
      ? [{ pointer: `${pointer}/principalId`, code: "duplicate", message: "has an exclusion already" }]
      : [];
  });
}

function isExclusionReason(text: string): text is ExclusionReason {
  return Object.hasOwn(EXCLUSION_REASONS, text);
}
