import { keyText } from "../access.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { DriftCounts, DriftRow, DriftSide } from "./drift.ts";

/** What became of the assignments of one principal between two manifests, and how many were compared. */
export type EntriesComparison = { readonly rows: readonly DriftRow[]; readonly counts: DriftCounts };

/**
 * Compares one principal's entries of the approved manifest with those of the current one. The same principal, role and
 * scope is the same assignment, whatever its id; several of one access are compared in the order of their ids.
 * Activations do not count: they come and go all day, and are never touched.
 */
export function compareEntries(
  approved: readonly ManifestEntry[],
  current: readonly ManifestEntry[],
): EntriesComparison {
  const before = byAccess(approved);
  const now = byAccess(current);
  const rows = [...new Set([...before.keys(), ...now.keys()])]
    .toSorted()
    .map((access) => rowOf(before.get(access) ?? null, now.get(access) ?? null))
    .filter((row) => row !== null);
  const count = (kind: DriftRow["kind"]): number => rows.filter((row) => row.kind === kind).length;
  return {
    rows,
    counts: {
      added: count("added"),
      gone: count("gone"),
      changed: count("changed"),
      approved: before.size,
      warned: 0,
      settings: 0,
    },
  };
}

/** The sum of what was counted of two sets of principals. */
export function addDrift(a: DriftCounts, b: DriftCounts): DriftCounts {
  return {
    added: a.added + b.added,
    gone: a.gone + b.gone,
    changed: a.changed + b.changed,
    approved: a.approved + b.approved,
    warned: a.warned + b.warned,
    settings: a.settings + b.settings,
  };
}

function byAccess(entries: readonly ManifestEntry[]): ReadonlyMap<string, ManifestEntry> {
  const counts = new Map<string, number>();
  return new Map(
    entries
      .filter(({ reason }) => reason !== "activation")
      .toSorted((a, b) => (a.assignmentId < b.assignmentId ? -1 : 1))
      .map((entry) => {
        const key = keyText(entry.key);
        const count = counts.get(key) ?? 0;
        counts.set(key, count + 1);
        return [`${key} ${count}`, entry];
      }),
  );
}

function rowOf(approved: ManifestEntry | null, current: ManifestEntry | null): DriftRow | null {
  const entry = current ?? approved;
  if (entry === null) return null;
  const sides = { approved: sideOf(approved), current: sideOf(current) };
  if (JSON.stringify(sides.approved) === JSON.stringify(sides.current)) return null;
  const { principalName, roleName, scopeName } = entry.beforeImage;
  const kind = approved === null ? "added" : current === null ? "gone" : "changed";
  return { kind, key: entry.key, principalName, roleName, scopeName, ...sides };
}

function sideOf(entry: ManifestEntry | null): DriftSide | null {
  if (entry === null) return null;
  const { disposition, reason, detail, wavePosition, beforeImage } = entry;
  return {
    disposition,
    reason,
    detail,
    wavePosition,
    origin: beforeImage.origin,
    endDateTime: beforeImage.endDateTime,
  };
}
