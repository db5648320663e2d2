import {
  accessByPrincipal,
  compileContext,
  compilePlan,
  endState,
  WhatIfFold,
  type Inventory,
  type Manifest,
  type Plan,
  type WhatIf,
} from "@standdown/domain";

const NOW = new Date("2026-06-01T00:00:00Z");
const TIMING = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };

/** A plan compiled on an inventory, no guard watching, with what is counted along while it is. */
export function countedAlong(
  plan: Plan,
  inventory: Inventory,
): { readonly manifest: Manifest; readonly whatIf: WhatIf } {
  const compiled = compilePlan({ plan, inventory, now: NOW, former: null, ownAppId: null, guards: [] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const { manifest } = compiled;
  const context = compileContext(plan, inventory, { now: NOW, ownAppId: null });
  const fold = new WhatIfFold(context, TIMING);
  const entries = Map.groupBy(manifest.entries, ({ key }) => key.principalId);
  for (const access of accessByPrincipal(inventory)) {
    const own = entries.get(access.principalId) ?? [];
    fold.observe(access, own, endState(access, own, context.term));
  }
  for (const entry of manifest.entries) fold.place(entry);
  return { manifest, whatIf: fold.conclude(manifest.waves, manifest.settings) };
}
