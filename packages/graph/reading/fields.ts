import { Type, type TSchema } from "typebox";
import type { MemberType, Scope } from "@standdown/domain";

/** The value, or null. It must be there: what is missing is not null. */
export function nullable<T extends TSchema>(shape: T) {
  return Type.Union([shape, Type.Null()]);
}

/** The value, or null, or not there at all: both mean that there is none. */
export function absentOrNull<T extends TSchema>(shape: T) {
  return Type.Optional(nullable(shape));
}

/** An id: opaque, but never empty. */
export const Id = Type.String({ minLength: 1 });

/** RFC 3339 in UTC, with any number of digits after the second. */
export const Time = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$" });

/** The fields that name an access. Which scope is set depends on the role; one of the two is. */
export const KEY_FIELDS = {
  principalId: Id,
  roleDefinitionId: Id,
  directoryScopeId: absentOrNull(Id),
  appScopeId: absentOrNull(Id),
} as const;

/** One of some words; Microsoft writes them in changing case. */
export function anyCaseOf(words: readonly string[]) {
  const letters = words.map((word) => word.replaceAll(/[a-z]/gi, bothCases));
  return Type.String({ pattern: `^(${letters.join("|")})$` });
}

function bothCases(letter: string): string {
  return `[${letter.toUpperCase()}${letter.toLowerCase()}]`;
}

/** The word as the domain writes it. */
export function inDomainCase<const W extends string>(words: readonly [W, ...W[]], text: string): W {
  return words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? words[0];
}

/** How a principal comes by a row. */
export const MEMBER_TYPES: readonly [MemberType, ...MemberType[]] = ["Direct", "Group", "Inherited"];

/** What a row with {@link KEY_FIELDS} says about who may do what where. */
export type KeyRow = {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId?: string | null;
  readonly appScopeId?: string | null;
};

/** The key of a row. */
export function keyOf(row: KeyRow): Scope & { principalId: string; roleDefinitionId: string } {
  const { principalId, roleDefinitionId, directoryScopeId = null, appScopeId = null } = row;
  return { principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

/** A shape whose rows also name where they hold. */
export function withScope<T extends TSchema>(shape: T) {
  return Type.Refine(shape, namesAScope, () => "must have a directoryScopeId or an appScopeId");
}

function namesAScope(row: unknown): boolean {
  if (typeof row !== "object" || row === null) return false;
  return ["directoryScopeId", "appScopeId"].some((name) => typeof Reflect.get(row, name) === "string");
}
