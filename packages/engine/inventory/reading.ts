import {
  INVENTORY_KINDS,
  type InventoryPage,
  type InventoryReading,
  type ListedKind,
  type PrincipalSearch,
  type TenantProblem,
} from "@standdown/domain";
import type { EngineParts } from "../parts.ts";
import type { Claim } from "../ports/store.ts";
import { checkLicences, leadsInACircle } from "./check-tenant.ts";
import { PageWalk } from "./page-walk.ts";
import { INVENTORY_LEASE_MS, type Patience } from "./patience.ts";

/** As many as one request takes of users (20 filters of 15 ids). */
const PRINCIPALS_PER_PAGE = 300;
/** As many as one request takes. */
const GROUPS_PER_PAGE = 20;
/** How often the tenant may refuse to go on with one collection before that is taken for the way it is. */
const RESTARTS_MAX = 5;
/** How much access is read again at the end, one request each. */
const READ_AGAIN_MAX = 200;

/** One owner's reading of a tenant: page by page, each stored with the place where to go on. */
export class Reading {
  readonly #parts: EngineParts;
  readonly #claim: Claim & { readonly reading: InventoryReading };
  readonly #patience: Patience;

  constructor(parts: EngineParts, claim: Claim & { readonly reading: InventoryReading }, patience: Patience) {
    this.#parts = parts;
    this.#claim = claim;
    this.#patience = patience;
  }

  /** Reads every kind that is not complete, from where it stands, and then once more what the lists disagree about. */
  async readAll(): Promise<void> {
    for (const kind of INVENTORY_KINDS) {
      const { isComplete, cursor } = this.#claim.reading[kind];
      if (isComplete) continue;
      if (kind === "principals") await this.#readPrincipals(cursor);
      else if (kind === "groupMembers") await this.#readGroupMembers(cursor);
      else await this.#readListed(kind, cursor);
    }
    await this.#readMembers();
    await this.#readDisagreedAgain();
  }

  async #readListed(kind: ListedKind, from: string | null): Promise<void> {
    let cursor = from;
    let restartCount = 0;
    let walk = new PageWalk();
    for (;;) {
      const at = cursor;
      const read = await this.#patience.askAt(
        async () => await this.#parts.tenant.readListed(kind, at),
        (problem) => at !== null && restartCount < RESTARTS_MAX && isPlaceGone(problem),
      );
      if (!read.ok) {
        restartCount += 1;
        this.#parts.log.warn({ inventoryId: this.#claim.id, kind, restartCount }, "a collection begins anew");
        await this.#patience.write(this.#parts.store.restartKind(this.#claim, kind, INVENTORY_LEASE_MS));
        cursor = null;
        walk = new PageWalk();
        continue;
      }
      checkLicences(read.value.page);
      cursor = read.value.next;
      if (cursor !== null && walk.goTo(cursor)) throw leadsInACircle(kind);
      await this.#save(read.value.page, cursor);
      if (cursor === null) return;
    }
  }

  /** First as users, which most of them are; who is none of them is looked for among the others. */
  async #readPrincipals(from: string | null): Promise<void> {
    let { search, afterId } = principalPlace(from);
    for (;;) {
      const ids: readonly string[] = await this.#parts.store.listPrincipalIdsToRead(this.#claim.id, {
        afterId,
        limit: PRINCIPALS_PER_PAGE,
      });
      const as = search;
      const rows =
        ids.length === 0
          ? []
          : await this.#patience.ask(async () => await this.#parts.tenant.findPrincipals(as, ids));
      afterId = ids.length < PRINCIPALS_PER_PAGE ? null : (ids.at(-1) ?? null);
      const isLast = afterId === null && search === "others";
      if (afterId === null) search = "others";
      await this.#save({ kind: "principals", rows }, isLast ? null : `${search} ${afterId ?? ""}`);
      if (isLast) return;
    }
  }

  async #readGroupMembers(from: string | null): Promise<void> {
    let afterId = from;
    do {
      const ids: readonly string[] = await this.#parts.store.listGroupIdsToRead(this.#claim.id, {
        afterId,
        limit: GROUPS_PER_PAGE,
      });
      const rows =
        ids.length === 0
          ? []
          : await this.#patience.ask(async () => await this.#parts.tenant.readGroupMembers(ids));
      afterId = ids.length < GROUPS_PER_PAGE ? null : (ids.at(-1) ?? null);
      await this.#save({ kind: "groupMembers", rows }, afterId);
    } while (afterId !== null);
  }

  /** Users who are in a group that matters are principals like others; whoever is found is not looked for again. */
  async #readMembers(): Promise<void> {
    let afterId: string | null = null;
    for (;;) {
      const ids: readonly string[] = await this.#parts.store.listMemberIdsToRead(this.#claim.id, {
        afterId,
        limit: PRINCIPALS_PER_PAGE,
      });
      if (ids.length === 0) return;
      const rows = await this.#patience.ask(
        async () => await this.#parts.tenant.findPrincipals("users", ids),
      );
      await this.#save({ kind: "principals", rows }, null);
      afterId = ids.at(-1) ?? null;
    }
  }

  /**
   * The two lists are read one after the other and each lags on its own, so that a row of only one of them is mostly
   * something that was changed just now. It is read again, all lists in one request, and stays as it is read then.
   */
  async #readDisagreedAgain(): Promise<void> {
    const { store, tenant, log } = this.#parts;
    const disagreed = await store.listDisagreedAccess(this.#claim.id, READ_AGAIN_MAX + 1);
    if (disagreed.length > READ_AGAIN_MAX) {
      log.warn(
        { inventoryId: this.#claim.id, max: READ_AGAIN_MAX },
        "more rows disagree than are read again",
      );
    }
    for (const of of disagreed.slice(0, READ_AGAIN_MAX)) {
      const reading = await this.#patience.ask(async () => ({
        answer: await tenant.readAccess(of),
        requestCount: 1,
      }));
      await this.#patience.write(store.replaceAccess(this.#claim, of, reading, INVENTORY_LEASE_MS));
    }
    await this.#patience.renew();
  }

  async #save(page: InventoryPage, cursor: string | null): Promise<void> {
    const requestCount = this.#patience.takeRequestCount();
    const place = { cursor, isComplete: cursor === null, requestCount };
    await this.#patience.write(this.#parts.store.savePage(this.#claim, page, INVENTORY_LEASE_MS, place));
  }
}

/** The tenant says that the address of a next page leads nowhere: it was too old, or made by a server that is no more. */
function isPlaceGone({ status }: TenantProblem): boolean {
  return status === 400 || status === 410;
}

function principalPlace(cursor: string | null): { search: PrincipalSearch; afterId: string | null } {
  const [search, afterId] = cursor?.split(" ") ?? [];
  return { search: search === "others" ? "others" : "users", afterId: afterId ? afterId : null };
}
