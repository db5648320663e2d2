import type { TenantState } from "@standdown/cli/demo";
import type { ConversionDocument } from "@standdown/contracts";
import { keyText, type AccessKey } from "@standdown/domain";
import type { LifeEvent } from "./life.ts";

/** Who holds what, each as a text of principal, role and scope, in order. */
export type HeldAccess = { readonly standing: readonly string[]; readonly eligible: readonly string[] };

type Change = { readonly at: string; readonly key: string; readonly isGiven: boolean };

/** What of a state is held by those who are still there. */
export function accessOf(state: TenantState, deletedIds: ReadonlySet<string>): HeldAccess {
  const present = (rows: TenantState["assigned"]): string[] =>
    rows
      .filter(({ principalId }) => !deletedIds.has(principalId))
      .map(keyText)
      .toSorted();
  return {
    standing: present(state.assigned.filter(({ endDateTime }) => endDateTime === null)),
    eligible: present(state.eligible),
  };
}

/** What must be held after everything that the product says that it did and everything that people did. */
export function expectedAccess(
  before: TenantState,
  conversions: readonly ConversionDocument[],
  events: readonly LifeEvent[],
  deletedIds: ReadonlySet<string>,
): HeldAccess {
  const was = accessOf(before, deletedIds);
  const isPresent = ({ key }: ConversionDocument): boolean => !deletedIds.has(key.principalId);
  const present = conversions.filter(isPresent);
  const changes = [
    ...present.flatMap(standingChanges),
    ...events.filter(({ principalId }) => !deletedIds.has(principalId ?? "")).flatMap(changeOf),
  ];
  const standing = new Set(was.standing);
  for (const { key, isGiven } of changes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    if (isGiven) standing.add(key);
    else standing.delete(key);
  }
  const granted = present.filter((conversion) => stepOf(conversion, "grant")?.state === "proved");
  const eligible = new Set([...was.eligible, ...granted.map(({ key }) => keyText(key))]);
  return { standing: [...standing].toSorted(), eligible: [...eligible].toSorted() };
}

/** A step of a conversion that was begun. */
export function stepOf({ steps }: ConversionDocument, name: string) {
  return steps.find((step) => step.name === name && step.intendedAt !== null);
}

function standingChanges(conversion: ConversionDocument): Change[] {
  const key = keyText(conversion.key);
  return (["remove", "restore"] as const).flatMap((name) => {
    const step = stepOf(conversion, name);
    // What the tenant refused is not answered, and pending again.
    const isDone = step?.state === "proved" || (step?.state !== "pending" && (step?.answer ?? null) !== null);
    const at = step?.intendedAt ?? null;
    return isDone && at !== null ? [{ at, key, isGiven: name === "restore" }] : [];
  });
}

function changeOf(event: LifeEvent): Change[] {
  if (event.kind !== "grantOutsidePim" && event.kind !== "removeStanding") return [];
  return [{ at: event.at, key: keyText(keyOf(event)), isGiven: event.kind === "grantOutsidePim" }];
}

/** Principal, role and scope of an event about access. */
export function keyOf(event: LifeEvent): AccessKey {
  return {
    principalId: event.principalId ?? "",
    roleDefinitionId: event.roleDefinitionId ?? "",
    directoryScopeId: event.directoryScopeId ?? null,
    appScopeId: event.appScopeId ?? null,
  };
}
