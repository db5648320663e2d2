import { readFileSync } from "node:fs";
import { allItems, valueOf } from "@standdown/cli";
import { fillPlan, postPlan, readManifest, takeInventory } from "@standdown/cli/demo";
import type { RolloutDocument } from "@standdown/contracts";
import { CLASSES, DISPOSITIONS, FINDING_CODES, REASONS } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linesOf, MarkdownTables, type TableRow } from "../stand/markdown-tables.ts";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { ReadableManifest, UNSAID_CLASSES } from "../stand/readable-manifest.ts";

const FOLDER = new URL("./every-kind-of-row/", import.meta.url);
const PLAN = readFileSync(new URL("plan.yaml", FOLDER), "utf8");
const EXPECTED = new MarkdownTables(readFileSync(new URL("expected.md", FOLDER), "utf8"));

const DEFAULT_DECIDES = EXPECTED.under("What the plan's default decides");
const DECIDED_BEFORE = [
  "What no plan decides about",
  "What the plan says by name",
  "What the plan does not select",
  "What a rule decides",
].flatMap((heading) => EXPECTED.under(heading));
const ASSIGNMENTS = [...DECIDED_BEFORE, ...DEFAULT_DECIDES];
const ROLES = EXPECTED.under("Roles");
const FINDINGS = EXPECTED.under("Findings");
const REFUSALS = [
  "Everything is enforced",
  "What the lists disagree about is not excluded",
  "Emergency access is given to the wrong accounts",
  "Somebody else moves it already",
] as const;

const ENTRY_COLUMNS = ["who", "role", "scope", "made", "what it is", "disposition", "reason", "wave"];
const FINDING_COLUMNS = ["guard", "code", "severity", "who", "role", "count"];
const PROBLEM_COLUMNS = ["pointer", "code"];

let scene: OneProcessScene;
let inventoryId: string;
let namedIds: Readonly<Record<string, string>>;
let readable: ReadableManifest;

beforeAll(async () => {
  scene = await startOneProcessScene({ source: { scenario: "every-kind-of-row" } });
  const answer = await fetch(new URL("/tenant", scene.tenant.address.controlUrl));
  const facts: { namedIds: Readonly<Record<string, string>> } = JSON.parse(await answer.text());
  ({ namedIds } = facts);
  const classesOfRole = ROLES.map((row) => [row["role"] ?? "", wordsOf(row)] as const);
  readable = new ReadableManifest(namedIds, new Map(classesOfRole));
  ({ id: inventoryId } = await takeInventory(scene.client));
}, 60_000);
afterAll(() => scene.close());

test("every row becomes what the table says, for the reason and in the wave that it says, and there is no other row", async () => {
  const { entries, findings } = await compiled(PLAN);
  expect(linesOf(entries, ENTRY_COLUMNS)).toEqual(linesOf(ASSIGNMENTS, ENTRY_COLUMNS));
  expect(linesOf(findings, FINDING_COLUMNS)).toEqual(linesOf(FINDINGS, FINDING_COLUMNS));
});

test.each([
  ["keep", "strategyKeep"],
  ["review", "strategyReview"],
])(
  "where the default is %s, that becomes of what no rule decides, and of nothing else",
  async (word, reason) => {
    const { entries } = await compiled(PLAN.replace("default: convert", `default: ${word}`));
    const changed = DEFAULT_DECIDES.map((row) => ({ ...row, disposition: word, reason, wave: "" }));
    expect(linesOf(entries, ENTRY_COLUMNS)).toEqual(linesOf([...DECIDED_BEFORE, ...changed], ENTRY_COLUMNS));
  },
);

test("a plan that enforces every guard is refused for all that the other one is warned of", async () => {
  const enforced = PLAN.replaceAll(": warn", ": enforce");
  expect(linesOf(await refused(enforced), PROBLEM_COLUMNS)).toEqual(expectedOf("Everything is enforced"));
});

test("where it is enforced that operators go last, they do, and nothing else is another way", async () => {
  const { entries, findings } = await compiled(PLAN.replace("operatorsLast: warn", "operatorsLast: enforce"));
  const moved = ASSIGNMENTS.map((row) => (row["who"] === "Olu Operator" ? { ...row, wave: "rest" } : row));
  expect(linesOf(entries, ENTRY_COLUMNS)).toEqual(linesOf(moved, ENTRY_COLUMNS));
  const others = FINDINGS.filter(({ code }) => code !== "operatorNotLast");
  expect(linesOf(findings, FINDING_COLUMNS)).toEqual(linesOf(others, FINDING_COLUMNS));
});

test("a plan in which rows that only one list has are not excluded is refused for them and for nothing else", async () => {
  const excluded = /^ {4}# The tenant's two lists disagree[^]*?(?=^ {2}dispositions:)/mu;
  expect(PLAN).toMatch(excluded);
  const problems = await refused(PLAN.replace(excluded, ""));
  expect(linesOf(problems, PROBLEM_COLUMNS)).toEqual(
    expectedOf("What the lists disagree about is not excluded"),
  );
  const told = problems.map(({ message }) => message ?? "").join("\n");
  for (const name of ["hana.in-pim-only", "lone.in-directory-only"]) expect(told).toContain(name);
});

test("a plan that declares the wrong accounts for emergency access is refused for each that is wrong with them", async () => {
  const declared = PLAN.replace(
    `["{Break Glass One}", "{Break Glass Two}"]`,
    `["{Break Glass One}", "{Sid Synchronized}", "{Ann Plain}"]`,
  ).replace("minimumStanding: 2", "minimumStanding: 3");
  expect(linesOf(await refused(declared), PROBLEM_COLUMNS)).toEqual(
    expectedOf("Emergency access is given to the wrong accounts"),
  );
});

test("a second rollout over the same rows is refused, and told who holds them", async () => {
  const first = await post(PLAN);
  const problems = await refused(PLAN);
  expect(linesOf(problems, PROBLEM_COLUMNS)).toEqual(expectedOf("Somebody else moves it already"));
  expect(problems[0]?.["message"]).toContain(first.id);
  await abort(first);
});

test("every disposition, reason, class and code of a finding is in a table, or it is said why it does not occur", () => {
  const occurring = new Set([
    ...ASSIGNMENTS.map((row) => `disposition ${row["disposition"]}`),
    ...ASSIGNMENTS.map((row) => `reason ${row["reason"]?.split(" ")[0]}`),
    ...[...ASSIGNMENTS, ...ROLES].flatMap(wordsOf).map((word) => `class ${word}`),
    ...UNSAID_CLASSES.map((word) => `class ${word}`),
    ...[...FINDINGS, ...REFUSALS.flatMap((one) => EXPECTED.under(one))].map((row) => `code ${row["code"]}`),
  ]);
  const absent = EXPECTED.under("What does not occur").map((row) => `${row["what"]} ${row["word"]}`);
  const all = [
    ...DISPOSITIONS.map((word) => `disposition ${word}`),
    ...Object.keys(REASONS).map((word) => `reason ${word}`),
    ...Object.keys(CLASSES).map((word) => `class ${word}`),
    ...Object.values(FINDING_CODES).flatMap((codes) => codes.map((code) => `code ${code}`)),
  ];
  expect(all.filter((word) => !occurring.has(word)).toSorted()).toEqual(absent.toSorted());
});

function wordsOf(row: TableRow): readonly string[] {
  const words = row["what it is"] ?? "";
  return words === "" ? [] : words.split(" ");
}

function expectedOf(heading: (typeof REFUSALS)[number]): readonly string[] {
  return linesOf(EXPECTED.under(heading), PROBLEM_COLUMNS);
}

/** Posts a plan with the ids of what its braces name. */
async function post(text: string): Promise<RolloutDocument> {
  const filled = text.replaceAll(
    /\{(?<name>[^{}:]+)\}/gu,
    (braces, name: string) => namedIds[name] ?? braces,
  );
  const plan = fillPlan(filled, { tenantId: scene.tenant.address.tenantId, emergencyAccessIds: [] });
  return await postPlan(scene.client, plan, inventoryId);
}

/** What a plan comes to. Its rollout is aborted, so that it holds nobody. */
async function compiled(
  text: string,
): Promise<{ readonly entries: readonly TableRow[]; readonly findings: readonly TableRow[] }> {
  const rollout = await post(text);
  expect(rollout).toMatchObject({ state: "planned", problems: [] });
  const rows = readManifest(valueOf(await scene.client.readManifest(rollout.id)));
  const findings = valueOf(await allItems((page) => scene.client.listFindings(rollout.id, page)));
  await abort(rollout);
  return {
    entries: rows.map((row) => readable.entry(row)),
    findings: findings.map((finding) => readable.finding(finding)),
  };
}

/** Why a plan is refused. */
async function refused(text: string): Promise<readonly TableRow[]> {
  const rollout = await post(text);
  expect(rollout.state).toBe("aborted");
  return rollout.problems.map(({ pointer, code, message }) => ({ pointer, code, message }));
}

async function abort({ id }: RolloutDocument): Promise<void> {
  valueOf(await scene.client.tellRollout(id, "abort", "It was only looked at."));
}
