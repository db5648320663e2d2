import type { PrincipalAccess } from "./principal-access.ts";

const PRINCIPALS_PER_PAGE = 500;

/** Whoever keeps inventories: the next principals in the order of their ids, none when there is no further one. */
export type AccessKeeper = {
  readAccessPage(
    inventoryId: string,
    page: { readonly afterPrincipalId: string | null; readonly limit: number },
  ): Promise<readonly PrincipalAccess[]>;
};

/** Everything that an inventory holds, some principals at a time, in the order of their ids. */
export async function* accessPages(
  keeper: AccessKeeper,
  inventoryId: string,
): AsyncGenerator<readonly PrincipalAccess[]> {
  let afterPrincipalId: string | null = null;
  for (;;) {
    const page: readonly PrincipalAccess[] = await keeper.readAccessPage(inventoryId, {
      afterPrincipalId,
      limit: PRINCIPALS_PER_PAGE,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    afterPrincipalId = last.principalId;
  }
}
