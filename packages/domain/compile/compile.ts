import type { GuardName } from "../finding.ts";
import { endState } from "../end-state.ts";
import { accessByPrincipal } from "../principal-access.ts";
import type { Inventory } from "../inventory.ts";
import type { Manifest, ManifestEntry } from "../manifest.ts";
import { inManifestOrder } from "../manifest.ts";
import type { Plan } from "../plan/plan.ts";
import type { DocumentProblem } from "../problems.ts";
import { SettingsPlaces } from "../settings/settings-places.ts";
import { compileContext } from "./compile-context.ts";
import { disposeAccess } from "./dispose.ts";
import { manifestHead } from "./manifest-head.ts";
import { TenantCheck } from "./tenant-check.ts";
import {
  countByWave,
  emptyWaveFindings,
  inWave,
  moverOf,
  WaveAssigner,
  type FormerWaves,
  type Mover,
} from "./waves.ts";

/** Either the manifest, or every reason why the plan can't be carried out on this tenant. */
export type Compilation =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** What compiling depends on besides the plan: the tenant as read, the day, and where people went before. */
export type CompileInput = {
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly now: Date;
  readonly former: FormerWaves | null;
  readonly ownAppId: string | null;
  /** All of them; a test leaves one out to show what it is for. */
  readonly guards?: readonly GuardName[];
};

/**
 * Compiles a plan on an inventory that is in memory. Whatever compiles a tenant of any size takes the same parts:
 * `compileContext`, `disposeAccess` for each principal, `TenantCheck` over all, `WaveAssigner` over the movers in their order,
 * `SettingsPlaces` and `ManifestDigest` over the entries.
 */
export function compilePlan({ plan, inventory, former, ...on }: CompileInput): Compilation {
  const context = compileContext(plan, inventory, on);
  const check = new TenantCheck(context);
  const drafts = accessByPrincipal(inventory).map((access) => {
    const entries = inManifestOrder(disposeAccess(context, access));
    check.observe(access, entries, endState(access, entries, context.term));
    return { access, entries };
  });
  const { problems, findings } = check.conclude();
  if (problems.length > 0) return { ok: false, problems };
  const movers = drafts
    .map(({ access, entries }): Mover | null => moverOf(context, access, entries))
    .filter((mover) => mover !== null)
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1));
  const assigner = new WaveAssigner(plan.spec.waves, movers.length, former?.lastOpenWave ?? null);
  const waveOf = new Map(
    movers.map((mover) => [
      mover.principalId,
      assigner.place({ ...mover, formerWave: former?.waveOf.get(mover.principalId) ?? null }),
    ]),
  );
  const entries = drafts.flatMap(({ access, entries: some }): readonly ManifestEntry[] => {
    const position = waveOf.get(access.principalId);
    return inManifestOrder(position === undefined ? some : inWave(some, position));
  });
  const waves = assigner.conclude(countByWave(entries, plan.spec.waves.length));
  const places = new SettingsPlaces();
  for (const entry of entries) places.observe(entry);
  return {
    ok: true,
    manifest: {
      ...manifestHead(context),
      waves,
      entries,
      findings: [...findings, ...emptyWaveFindings(waves)],
      settings: places.conclude(context.settings.entries, waves, inventory),
    },
  };
}
