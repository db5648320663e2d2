import type { PrincipalAccess } from "@standdown/domain";
import type { EngineStore } from "./ports/store.ts";

const PRINCIPALS_PER_PAGE = 500;

/** Everything that an inventory holds, some principals at a time, in the order of their ids. */
export async function* accessPages(
  store: Pick<EngineStore, "readAccessPage">,
  inventoryId: string,
): AsyncGenerator<readonly PrincipalAccess[]> {
  let afterPrincipalId: string | null = null;
  for (;;) {
    const page: readonly PrincipalAccess[] = await store.readAccessPage(inventoryId, {
      afterPrincipalId,
      limit: PRINCIPALS_PER_PAGE,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    afterPrincipalId = last.principalId;
  }
}
