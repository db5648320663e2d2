import { expect, test } from "vitest";
import { compareEntries, type ManifestEntry } from "@standdown/domain";

function entry(role: string, overrides: Partial<ManifestEntry> = {}): ManifestEntry {
  return {
    key: { principalId: "ann", roleDefinitionId: role, directoryScopeId: "/", appScopeId: null },
    assignmentId: `${role}-1`,
    disposition: "convert",
    reason: "selected",
    detail: null,
    evidence: [],
    wavePosition: 0,
    beforeImage: {
      readAt: "2026-06-01T00:00:00Z",
      origin: "pimPermanent",
      roleAssignmentScheduleId: `${role}-1`,
      startDateTime: "2026-01-01T00:00:00Z",
      endDateTime: null,
      principalType: "user",
      principalName: "Ann",
      roleName: role,
      scopeName: "tenant",
    },
    ...overrides,
  };
}

/** `kind role` of every row. */
function rowsOf(approved: readonly ManifestEntry[], current: readonly ManifestEntry[]): string[] {
  return compareEntries(approved, current).rows.map(({ kind, key }) => `${kind} ${key.roleDefinitionId}`);
}

test("what was read at another time or under another id is the same", () => {
  const reader = entry("reader");
  const { beforeImage } = reader;
  const again = entry("reader", {
    assignmentId: "another",
    beforeImage: { ...beforeImage, readAt: "2026-06-02T00:00:00Z", roleAssignmentScheduleId: "another" },
  });
  expect(compareEntries([reader], [again])).toEqual({
    rows: [],
    counts: { added: 0, gone: 0, changed: 0, approved: 1, warned: 0, settings: 0 },
  });
});

test("what came, what went and what became something else is told, with both sides", () => {
  const { beforeImage } = entry("editor");
  const ends = entry("editor", {
    disposition: "keep",
    reason: "timeBound",
    beforeImage: { ...beforeImage, origin: "pimTimeBound", endDateTime: "2027-01-01T00:00:00Z" },
  });
  const { rows, counts } = compareEntries(
    [entry("editor"), entry("gone"), entry("same")],
    [entry("added"), ends, entry("same")],
  );
  expect(counts).toEqual({ added: 1, gone: 1, changed: 1, approved: 3, warned: 0, settings: 0 });
  expect(
    rows.map(({ kind, approved, current }) => [kind, approved?.disposition, current?.disposition]),
  ).toEqual([
    ["added", undefined, "convert"],
    ["changed", "convert", "keep"],
    ["gone", "convert", undefined],
  ]);
});

test.each([
  ["wave", { wavePosition: 3 }],
  ["disposition", { disposition: "exclude" }],
  ["reason", { reason: "rule" }],
  ["rule", { detail: "another" }],
] as const)("another %s is a change", (_, overrides) => {
  expect(rowsOf([entry("reader")], [entry("reader", overrides)])).toEqual(["changed reader"]);
});

test("activations come and go without being told", () => {
  const activation = entry("reader", { assignmentId: "a", disposition: "keep", reason: "activation" });
  expect(rowsOf([entry("reader"), activation], [entry("reader")])).toEqual([]);
  expect(rowsOf([entry("reader")], [activation, entry("reader")])).toEqual([]);
  expect(compareEntries([activation], []).counts.approved).toBe(0);
});

test("two rows of one access are two: one that goes is told once", () => {
  const twice = [entry("reader"), entry("reader", { assignmentId: "reader-2" })];
  expect(rowsOf(twice, [entry("reader")])).toEqual(["gone reader"]);
});
