import {
  addDrift,
  compareEntries,
  concludeDriftCheck,
  NewWarnings,
  NO_DRIFT,
  settingsDrift,
  type DriftCounts,
  type DriftFinding,
  type Finding,
  type SettingsEntry,
} from "@standdown/domain";
import { Compiling, CompilingLost, inventoryProblem, type CompileParts } from "./compile-rollout.ts";
import type { CheckingRollout, Compilation, CompiledManifest } from "./ports/store.ts";

const PRINCIPALS_PER_PAGE = 500;
const FINDINGS_PER_PAGE = 1000;
/** How often the end is decided anew when somebody else changed the rollout at the same time. */
const TRIES_MAX = 5;

/** What was found, and the compilation that it was found with. */
type Comparison = {
  readonly compilation: Compilation;
  readonly compiled: CompiledManifest | null;
  readonly finding: DriftFinding;
};

/**
 * Looks whether the tenant is still what was approved, as soon as the reading that a start has ordered is there: the
 * plan is compiled on it, with everybody in the wave they had, and compared with the manifest page by page. Whoever dies
 * in the middle leaves nothing that counts: somebody else begins anew.
 */
export async function checkDrift(parts: CompileParts, rolloutId: string): Promise<void> {
  const checking = await parts.store.loadChecking(rolloutId);
  if (checking === null || checking.inventory.state === "reading") return;
  try {
    const comparison = await compare(parts, checking);
    if (comparison === null) return;
    await conclude(parts, checking, comparison);
  } catch (error) {
    if (!(error instanceof CompilingLost)) throw error;
    parts.log.info(
      { rolloutId },
      "the check is lost: somebody else has ended it, nobody waits for it, or it is made again",
    );
  }
}

/** Null: the rollout is not there. */
async function compare(parts: CompileParts, checking: CheckingRollout): Promise<Comparison | null> {
  const { store, newId } = parts;
  const { id: rolloutId, inventory } = checking;
  if (inventory.state === "failed") {
    const compilation = { id: newId(), rolloutId, formerRolloutId: rolloutId };
    const problems = [inventoryProblem(inventory.problem)];
    return { compilation, compiled: null, finding: { compared: false, problems } };
  }
  const rollout = await store.loadRollout(rolloutId);
  if (rollout === null) return null;
  const run = await Compiling.begin(parts, checking, rollout.waves);
  const { compilation } = run;
  const { problems, findings } = await run.dispose();
  if (problems.length > 0) return { compilation, compiled: null, finding: { compared: false, problems } };
  const compiled = await run.compile(findings);
  const warnings = new NewWarnings(await approvedFindings(parts, rolloutId), compiled.findings);
  const { entryCount } = compiled;
  const rowCounts = await compareManifests(parts, checking, { compilation, entryCount, warnings });
  const settings = settingsDrift(await approvedSettings(parts, checking, compiled), compiled.settings);
  const counts = { ...rowCounts, warned: warnings.count(), settings: settings.length };
  const { driftTolerance: tolerance } = compiled.head;
  const finding = { compared: true, counts, settings, tolerance, currentDigest: compiled.digest } as const;
  return { compilation, compiled, finding };
}

/** Stores every row that differs; answers how many there are. What the database has lost is not taken for gone. */
async function compareManifests(
  { store }: CompileParts,
  { checkId }: CheckingRollout,
  {
    compilation,
    entryCount,
    warnings,
  }: { readonly compilation: Compilation; readonly entryCount: number; readonly warnings: NewWarnings },
): Promise<DriftCounts> {
  let afterPrincipalId: string | null = null;
  let firstPosition = 0;
  let comparedCount = 0;
  let counts = NO_DRIFT;
  for (;;) {
    const page: Awaited<ReturnType<typeof store.readBothManifests>> = await store.readBothManifests(
      compilation,
      { afterPrincipalId, limit: PRINCIPALS_PER_PAGE },
    );
    const last = page.at(-1);
    if (last === undefined) break;
    const compared = page.map(({ approved, current }) => compareEntries(approved, current));
    const rows = compared.flatMap((principal) => principal.rows);
    for (const { key } of rows) warnings.observe(key.principalId);
    await store.saveDriftRows({ checkId, compilationId: compilation.id, firstPosition }, rows);
    counts = compared.map((principal) => principal.counts).reduce(addDrift, counts);
    firstPosition += rows.length;
    comparedCount += page.reduce((sum, { current }) => sum + current.length, 0);
    afterPrincipalId = last.principalId;
  }
  if (comparedCount === entryCount) return counts;
  throw new CompilingLost();
}

/** A plan that says nothing of settings, and makes none, never did. */
async function approvedSettings(
  { store }: Pick<CompileParts, "store">,
  { id, plan }: CheckingRollout,
  { settings }: CompiledManifest,
): Promise<readonly SettingsEntry[]> {
  if (plan.spec.roleSettings === undefined && settings.length === 0) return [];
  return await store.listManifestSettings(id);
}

/** What was signed with the manifest. */
async function approvedFindings(
  { store }: Pick<CompileParts, "store">,
  rolloutId: string,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof store.listFindings>> = await store.listFindings(rolloutId, {
      cursor,
      limit: FINDINGS_PER_PAGE,
    });
    findings.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return findings;
}

async function conclude(
  { store, clock, newId, log }: CompileParts,
  { id: rolloutId, checkId }: CheckingRollout,
  { compilation, compiled, finding }: Comparison,
): Promise<void> {
  for (let count = 0; count < TRIES_MAX; count += 1) {
    const rollout = await store.loadRollout(rolloutId);
    const change =
      rollout === null ? null : concludeDriftCheck(rollout, checkId, finding, { now: clock.now(), newId });
    if (change === null) break;
    if ((await store.endDriftCheck(compilation, change, compiled)) === "conflict") continue;
    const { state, counts } = change.driftCheck ?? {};
    log.info({ rolloutId, checkId, state, counts }, "the tenant was compared with what was approved");
    return;
  }
  await store.dropComparison(compilation, checkId);
}
