import type { PrincipalAccess } from "@standdown/domain";
import type { ApiStore } from "./ports.ts";

const PRINCIPALS_PER_PAGE = 500;

/** Everybody of an inventory with what they hold, one after the other; a page at a time is in memory. */
export async function* accessOf(
  inventoryId: string,
  store: Pick<ApiStore, "readAccessPage">,
): AsyncGenerator<PrincipalAccess> {
  let afterPrincipalId: string | null = null;
  for (;;) {
    const page: readonly PrincipalAccess[] = await store.readAccessPage(inventoryId, {
      afterPrincipalId,
      limit: PRINCIPALS_PER_PAGE,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    afterPrincipalId = last.principalId;
  }
}
