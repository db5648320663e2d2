import type { ChainVerification } from "@standdown/contracts";
import { CHAIN_START, sealEntry } from "@standdown/domain";
import type { StatusStore } from "./ports.ts";

const PAGE_SIZE = 1000;

/** Computes the whole chain of a rollout again, page by page, and stops at the first entry that does not fit. */
export async function verifyChain(
  rolloutId: string,
  store: Pick<StatusStore, "readLedger">,
): Promise<ChainVerification> {
  let former = CHAIN_START;
  let entryCount = 0;
  for (;;) {
    const page = await store.readLedger(rolloutId, { afterPosition: entryCount, limit: PAGE_SIZE });
    if (page.length === 0) return { isWhole: true, entryCount, brokenPosition: null };
    for (const { position, hash, ...entry } of page) {
      entryCount += 1;
      if (position !== entryCount || sealEntry(former, position, entry).hash !== hash) {
        return { isWhole: false, entryCount, brokenPosition: position };
      }
      former = hash;
    }
  }
}
