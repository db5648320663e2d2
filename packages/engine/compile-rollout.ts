import {
  accessPages,
  GUARD_NAMES,
  compileContext,
  ComplianceRun,
  disposeAccess,
  emptyWaveFindings,
  endState,
  heldProblems,
  inManifestOrder,
  lastOpenWaveOf,
  ManifestDigest,
  manifestHead,
  moverOf,
  TenantCheck,
  WaveAssigner,
  WhatIfFold,
  type CompileContext,
  type DocumentProblem,
  type TenantProblem,
  type TenantVerdict,
  type WaveSnapshot,
} from "@standdown/domain";
import type { EngineParts } from "./parts.ts";
import type { CompiledManifest, CompileFailure, CompilingRollout, Compilation } from "./ports/store.ts";

const PRINCIPALS_PER_PAGE = 500;

/** What a compilation works with. */
export type CompileParts = Pick<
  EngineParts,
  "store" | "clock" | "log" | "newId" | "ownAppId" | "guards" | "timing"
>;

/** Somebody else has ended what this compilation is for, it was stopped, or the database crashed and lost it. */
export class CompilingLost extends Error {}

/**
 * Compiles a rollout as soon as its inventory is there: it becomes `planned`, or `aborted` with every reason. A tenant
 * of any size is worked through page by page; what was made so far is with the store.
 */
export async function compileRollout(parts: CompileParts, rolloutId: string): Promise<void> {
  const { store, clock, log } = parts;
  const rollout = await store.loadCompiling(rolloutId);
  if (rollout === null || rollout.inventory.state === "reading") return;
  const at = clock.now().toISOString();
  const fail = async (failure: CompileFailure): Promise<void> => {
    await store.failCompiling(rollout, failure, at);
    log.warn({ rolloutId, failure }, "rollout could not be compiled");
  };
  if (rollout.inventory.state === "failed") {
    await fail({ reason: "inventoryFailed", problems: [inventoryProblem(rollout.inventory.problem)] });
    return;
  }
  try {
    const run = await Compiling.begin(parts, rollout, null);
    const { problems, findings } = await run.dispose();
    if (problems.length > 0) {
      await fail({ reason: "planInvalid", problems });
      return;
    }
    const compiled = await run.compile(findings);
    const saved = await store.finishCompilation(run.compilation, rollout, compiled, at);
    if (saved === "conflict") throw new CompilingLost();
    if (saved === "saved") log.info({ rolloutId, digest: compiled.digest }, "rollout compiled");
    else await fail({ reason: "planInvalid", problems: heldProblems(saved.heldBy) });
  } catch (error) {
    if (!(error instanceof CompilingLost)) throw error;
    log.info({ rolloutId }, "the compilation is lost: somebody else has ended it, or it is made again");
  }
}

/** Why nothing can be compiled on an inventory that failed. */
export function inventoryProblem({ code, message, advice }: TenantProblem): DocumentProblem {
  return { pointer: "", code, message: `${message} ${advice}` };
}

/** One compilation: everybody's dispositions, then waves in the order of ranks, then the digest over all entries. */
export class Compiling {
  readonly compilation: Compilation;
  readonly context: CompileContext;
  readonly #parts: CompileParts;
  readonly #lastOpenWave: number | null;
  readonly #before: ComplianceRun;
  readonly #after: ComplianceRun;
  readonly #whatIf: WhatIfFold;
  #entryCount = 0;

  private constructor(
    parts: CompileParts,
    compilation: Compilation,
    context: CompileContext,
    lastOpenWave: number | null,
  ) {
    this.#parts = parts;
    this.compilation = compilation;
    this.context = context;
    this.#lastOpenWave = lastOpenWave;
    const { principals } = context.plan.spec.emergencyAccess;
    this.#before = new ComplianceRun(context.facts, principals);
    this.#after = new ComplianceRun(context.facts, principals);
    this.#whatIf = new WhatIfFold(context, parts.timing);
  }

  /**
   * A compilation of a plan on an inventory that is completed, watched by all guards that the parts name. `formerWaves`:
   * those of the rollout's manifest as it is, where people keep their places; null when it has none.
   */
  static async begin(
    parts: CompileParts,
    { id: rolloutId, plan, inventoryId }: Pick<CompilingRollout, "id" | "plan" | "inventoryId">,
    formerWaves: readonly WaveSnapshot[] | null,
  ): Promise<Compiling> {
    const { ownAppId, guards = GUARD_NAMES } = parts;
    const facts = await parts.store.loadTenantFacts(inventoryId);
    if (facts === null) throw new Error(`inventory ${inventoryId} is completed and not there`);
    const formerRolloutId = formerWaves === null ? null : rolloutId;
    return new Compiling(
      parts,
      { id: parts.newId(), rolloutId, formerRolloutId },
      compileContext(plan, facts, { now: parts.clock.now(), ownAppId, guards }),
      formerWaves === null ? null : lastOpenWaveOf(formerWaves),
    );
  }

  /** What becomes of everything that everybody holds; answers with why the plan is refused, and what is warned of. */
  async dispose(): Promise<TenantVerdict> {
    const { store } = this.#parts;
    const check = new TenantCheck(this.context);
    for await (const page of accessPages(store, this.context.facts.id)) {
      const drafts = page.map((access) => {
        const entries = inManifestOrder(disposeAccess(this.context, access));
        const end = endState(access, entries, this.context.term);
        check.observe(access, entries, end);
        this.#whatIf.observe(access, entries, end);
        this.#entryCount += entries.length;
        this.#before.observe(access);
        this.#after.observe(end);
        return {
          principalId: access.principalId,
          mover: moverOf(this.context, access, entries),
          entries,
        };
      });
      if ((await store.saveDrafts(this.compilation, drafts)) === "conflict") throw new CompilingLost();
    }
    const { problems, findings } = check.conclude();
    const held = heldProblems(await store.listHeldAccess(this.compilation));
    return { problems: [...problems, ...held], findings };
  }

  /** The waves and the digest of what everybody's dispositions come to. */
  async compile(warnings: TenantVerdict["findings"]): Promise<CompiledManifest> {
    const assigner = await this.#placeMovers();
    const { digest, counts } = await this.#takeEntries();
    const waves = assigner.conclude(counts);
    const head = manifestHead(this.context);
    const findings = [...warnings, ...emptyWaveFindings(waves)];
    return {
      head,
      waves,
      findings,
      settings: [],
      digest: digest.conclude(head, waves, findings),
      entryCount: this.#entryCount,
      compliance: { before: this.#before.conclude(), after: this.#after.conclude() },
      whatIf: this.#whatIf.conclude(waves),
    };
  }

  async #placeMovers(): Promise<WaveAssigner> {
    const { store } = this.#parts;
    const { waves } = this.context.plan.spec;
    const assigner = new WaveAssigner(waves, await store.countMovers(this.compilation), this.#lastOpenWave);
    let afterRank: string | null = null;
    for (;;) {
      const movers: Awaited<ReturnType<typeof store.readMovers>> = await store.readMovers(this.compilation, {
        afterRank,
        limit: PRINCIPALS_PER_PAGE,
      });
      const last = movers.at(-1);
      if (last === undefined) return assigner;
      const places = movers.map((mover) => ({
        principalId: mover.principalId,
        wavePosition: assigner.place(mover),
      }));
      await store.placeMovers(this.compilation, places);
      afterRank = last.rank;
    }
  }

  /** A compilation is not logged: of one that the database has lost a part of since, nothing is taken. */
  async #takeEntries(): Promise<{ digest: ManifestDigest; counts: number[] }> {
    const { store } = this.#parts;
    const digest = new ManifestDigest();
    const counts = this.context.plan.spec.waves.map(() => 0);
    let entryCount = 0;
    let afterPrincipalId: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof store.readCompiledEntries>> = await store.readCompiledEntries(
        this.compilation,
        { afterPrincipalId, limit: PRINCIPALS_PER_PAGE },
      );
      const last = page.at(-1);
      if (last === undefined) break;
      for (const entry of page.flatMap(({ entries }) => inManifestOrder(entries))) {
        entryCount += 1;
        digest.add(entry);
        this.#whatIf.place(entry);
        if (entry.wavePosition !== null) counts[entry.wavePosition] = (counts[entry.wavePosition] ?? 0) + 1;
      }
      afterPrincipalId = last.principalId;
    }
    if (entryCount === this.#entryCount) return { digest, counts };
    throw new CompilingLost();
  }
}
