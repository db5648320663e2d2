import {
  GUARD_NAMES,
  compileContext,
  ComplianceRun,
  disposeAccess,
  endState,
  heldProblems,
  inManifestOrder,
  ManifestDigest,
  manifestHead,
  moverOf,
  TenantCheck,
  WaveAssigner,
  type CompileContext,
  type DocumentProblem,
  type GuardName,
  type TenantVerdict,
} from "@standdown/domain";
import { accessPages } from "./access-pages.ts";
import type { EngineParts } from "./parts.ts";
import type { CompileFailure, CompilingRollout, Compilation } from "./ports/store.ts";

const PRINCIPALS_PER_PAGE = 500;

/** What a compilation works with. */
export type CompileParts = Pick<EngineParts, "store" | "clock" | "log" | "newId" | "ownAppId">;

/** Somebody else compiled the rollout meanwhile, or it was stopped. */
class CompilingLost extends Error {}

/**
 * Compiles a rollout as soon as its inventory is there: it becomes `planned`, or `aborted` with every reason. A tenant
 * of any size is worked through page by page; what was made so far is with the store. Every guard watches; a test leaves
 * one out to show what it is for.
 */
export async function compileRollout(
  parts: CompileParts,
  rolloutId: string,
  guards: readonly GuardName[] = GUARD_NAMES,
): Promise<void> {
  const { store, clock, log } = parts;
  const rollout = await store.loadCompiling(rolloutId);
  if (rollout === null || rollout.inventory.state === "reading") return;
  const at = clock.now().toISOString();
  const fail = async (failure: CompileFailure): Promise<void> => {
    await store.failCompiling(rollout, failure, at);
    log.warn({ rolloutId, failure }, "rollout could not be compiled");
  };
  if (rollout.inventory.state === "failed") {
    const { code, message, advice } = rollout.inventory.problem;
    const problems = [{ pointer: "", code, message: `${message} ${advice}` }];
    await fail({ reason: "inventoryFailed", problems });
    return;
  }
  const facts = await store.loadTenantFacts(rollout.inventoryId);
  if (facts === null) throw new Error(`inventory ${rollout.inventoryId} is completed and not there`);
  const run = new Compiling(
    parts,
    rollout,
    compileContext(rollout.plan, facts, { now: clock.now(), ownAppId: parts.ownAppId, guards }),
  );
  try {
    const { problems, findings } = await run.dispose();
    const finished = problems.length > 0 ? { problems } : await run.finish(findings, at);
    if ("problems" in finished) await fail({ reason: "planInvalid", problems: finished.problems });
    else log.info({ rolloutId, digest: finished.digest }, "rollout compiled");
  } catch (error) {
    if (!(error instanceof CompilingLost)) throw error;
    log.info({ rolloutId }, "rollout was compiled by somebody else");
  }
}

/** One compilation: everybody's dispositions, then waves in the order of ranks, then the digest over all entries. */
class Compiling {
  readonly #parts: CompileParts;
  readonly #rollout: CompilingRollout;
  readonly #context: CompileContext;
  readonly #compilation: Compilation;
  readonly #before: ComplianceRun;
  readonly #after: ComplianceRun;

  constructor(parts: CompileParts, rollout: CompilingRollout, context: CompileContext) {
    this.#parts = parts;
    this.#rollout = rollout;
    this.#context = context;
    this.#compilation = { id: parts.newId(), rolloutId: rollout.id };
    const { principals } = context.plan.spec.emergencyAccess;
    this.#before = new ComplianceRun(context.facts, principals);
    this.#after = new ComplianceRun(context.facts, principals);
  }

  /** What becomes of everything that everybody holds; answers with why the plan is refused, and what is warned of. */
  async dispose(): Promise<TenantVerdict> {
    const { store } = this.#parts;
    const check = new TenantCheck(this.#context);
    for await (const page of accessPages(store, this.#rollout.inventoryId)) {
      const drafts = page.map((access) => {
        const entries = inManifestOrder(disposeAccess(this.#context, access));
        check.observe(access, entries);
        this.#before.observe(access);
        this.#after.observe(endState(access, entries, this.#context.term));
        return {
          principalId: access.principalId,
          mover: moverOf(this.#context, access, entries),
          entries,
        };
      });
      if ((await store.saveDrafts(this.#compilation, drafts)) === "conflict") throw new CompilingLost();
    }
    const { problems, findings } = check.conclude();
    const held = heldProblems(await store.listHeldAccess(this.#compilation));
    return { problems: [...problems, ...held], findings };
  }

  /** Waves and digest; the rollout is planned then, unless another one took some of the same meanwhile. */
  async finish(
    findings: TenantVerdict["findings"],
    at: string,
  ): Promise<{ readonly digest: string } | { readonly problems: readonly DocumentProblem[] }> {
    const { store } = this.#parts;
    const assigner = await this.#placeMovers();
    const { digest, counts } = await this.#takeEntries();
    const waves = assigner.conclude(counts);
    const head = manifestHead(this.#context);
    const compliance = { before: this.#before.conclude(), after: this.#after.conclude() };
    const compiled = { head, waves, findings, digest: digest.conclude(head, waves, findings), compliance };
    const saved = await store.finishCompilation(this.#compilation, this.#rollout, compiled, at);
    if (saved === "conflict") throw new CompilingLost();
    return typeof saved === "object" ? { problems: heldProblems(saved.heldBy) } : compiled;
  }

  async #placeMovers(): Promise<WaveAssigner> {
    const { store } = this.#parts;
    const { waves } = this.#context.plan.spec;
    const assigner = new WaveAssigner(waves, await store.countMovers(this.#compilation), null);
    let afterRank: string | null = null;
    for (;;) {
      const movers: Awaited<ReturnType<typeof store.readMovers>> = await store.readMovers(this.#compilation, {
        afterRank,
        limit: PRINCIPALS_PER_PAGE,
      });
      const last = movers.at(-1);
      if (last === undefined) return assigner;
      const places = movers.map((mover) => ({
        principalId: mover.principalId,
        wavePosition: assigner.place({ ...mover, formerWave: null }),
      }));
      await store.placeMovers(this.#compilation, places);
      afterRank = last.rank;
    }
  }

  async #takeEntries(): Promise<{ digest: ManifestDigest; counts: number[] }> {
    const { store } = this.#parts;
    const digest = new ManifestDigest();
    const counts = this.#context.plan.spec.waves.map(() => 0);
    let afterPrincipalId: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof store.readCompiledEntries>> = await store.readCompiledEntries(
        this.#compilation,
        { afterPrincipalId, limit: PRINCIPALS_PER_PAGE },
      );
      const last = page.at(-1);
      if (last === undefined) return { digest, counts };
      for (const entry of page.flatMap(({ entries }) => inManifestOrder(entries))) {
        digest.add(entry);
        if (entry.wavePosition !== null) counts[entry.wavePosition] = (counts[entry.wavePosition] ?? 0) + 1;
      }
      afterPrincipalId = last.principalId;
    }
  }
}
