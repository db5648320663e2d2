import {
  compileContext,
  disposeAccess,
  inManifestOrder,
  ManifestDigest,
  manifestHead,
  moverOf,
  TenantCheck,
  WaveAssigner,
  WhatIfFold,
  type CompileContext,
} from "@standdown/domain";
import type { EngineParts } from "./parts.ts";
import type { CompileFailure, CompilingRollout, Compilation } from "./ports/store.ts";

const PRINCIPALS_PER_PAGE = 500;

/** What a compilation works with. */
export type CompileParts = Pick<EngineParts, "store" | "clock" | "log" | "newId" | "ownAppId" | "timing">;

/** Somebody else compiled the rollout meanwhile, or it was stopped. */
class CompilingLost extends Error {}

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
    compileContext(rollout.plan, facts, { now: clock.now(), ownAppId: parts.ownAppId }),
  );
  try {
    const problems = await run.dispose();
    if (problems.length > 0) {
      await fail({ reason: "planInvalid", problems });
      return;
    }
    const digest = await run.finish(at);
    log.info({ rolloutId, digest }, "rollout compiled");
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
  readonly #whatIf: WhatIfFold;

  constructor(parts: CompileParts, rollout: CompilingRollout, context: CompileContext) {
    this.#parts = parts;
    this.#rollout = rollout;
    this.#context = context;
    this.#compilation = { id: parts.newId(), rolloutId: rollout.id };
    this.#whatIf = new WhatIfFold(context, parts.timing);
  }

  /** What becomes of everything that everybody holds; answers with what the plan asks of the tenant in vain. */
  async dispose(): Promise<ReturnType<TenantCheck["conclude"]>> {
    const { store } = this.#parts;
    const check = new TenantCheck(this.#context);
    for await (const page of this.#pages()) {
      const drafts = page.map((access) => {
        check.observe(access);
        const entries = disposeAccess(this.#context, access);
        this.#whatIf.observe(access, entries);
        return {
          principalId: access.principalId,
          mover: moverOf(this.#context, access, entries),
          entries: inManifestOrder(entries),
        };
      });
      if ((await store.saveDrafts(this.#compilation, drafts)) === "conflict") throw new CompilingLost();
    }
    return check.conclude();
  }

  /** Waves and digest; the rollout is planned then. */
  async finish(at: string): Promise<string> {
    const { store } = this.#parts;
    const assigner = await this.#placeMovers();
    const { digest, counts } = await this.#takeEntries();
    const waves = assigner.conclude(counts);
    const head = manifestHead(this.#context);
    const compiled = {
      head,
      waves,
      digest: digest.conclude(head, waves),
      whatIf: this.#whatIf.conclude(waves),
    };
    const saved = await store.finishCompilation(this.#compilation, this.#rollout, compiled, at);
    if (saved === "conflict") throw new CompilingLost();
    return compiled.digest;
  }

  async *#pages() {
    const { store } = this.#parts;
    let afterPrincipalId: string | null = null;
    for (;;) {
      const page: Awaited<ReturnType<typeof store.readAccessPage>> = await store.readAccessPage(
        this.#rollout.inventoryId,
        { afterPrincipalId, limit: PRINCIPALS_PER_PAGE },
      );
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      afterPrincipalId = last.principalId;
    }
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
        this.#whatIf.place(entry);
        if (entry.wavePosition !== null) counts[entry.wavePosition] = (counts[entry.wavePosition] ?? 0) + 1;
      }
      afterPrincipalId = last.principalId;
    }
  }
}
