import {
  NO_ROWS,
  NOTHING_KNOWN,
  NOTHING_READ,
  ofEachKind,
  type CountedAnswer,
  type DisagreedAccess,
  type InventoryPage,
  type InventoryReading,
  type InventoryStatus,
  type ListedKind,
  type ListedPage,
  type TenantProblem,
} from "@standdown/domain";
import type { EngineParts } from "../parts.ts";
import type { EngineStore, IdsAfter } from "../ports/store.ts";
import { readInventory } from "../read-inventory.ts";

const TENANT_ID = "11111111-1111-4111-8111-111111111111";
/** The licence that the tenant has. */
export const LICENCE = {
  id: "sku",
  skuPartNumber: "AAD_PREMIUM_P2",
  isForPim: true,
  isUsable: true,
  enabledUnits: 1,
  consumedUnits: 1,
};

/** What the tenant says instead of an answer. */
export function problem(more: Partial<TenantProblem>): TenantProblem {
  return {
    code: "x",
    verdict: "retry",
    status: 503,
    message: "no",
    advice: "wait",
    retryAfterMs: 0,
    requestId: null,
    clientRequestId: null,
    ...more,
  };
}

function after(ids: readonly string[], { afterId, limit }: IdsAfter): string[] {
  return ids.filter((id) => afterId === null || id > afterId).slice(0, limit);
}

function unused(): never {
  throw new Error("not used here");
}

/** A tenant of pages that a test lays out, and a store in memory; `said` is all that happened, in order. */
export class Stand {
  readonly said: string[] = [];
  /** Answers in turn to a question (`assignments@null`), where something else than its page is wanted. */
  readonly answers = new Map<string, (TenantProblem | ListedPage)[]>();
  readonly places = new Map<string, { cursor: string | null; isComplete: boolean; pagesRead: number }>();
  readonly rows = new Map<string, Set<string>>();
  ids: string[] = [];
  /** Users in groups that matter. */
  members: string[] = [];
  users = new Set<string>();
  disagreed: DisagreedAccess[] = [];
  tenantId = TENANT_ID;
  licences: (typeof LICENCE)[] = [LICENCE];
  status: InventoryStatus = { state: "reading" };
  requestCount = 0;
  /** The lease is lost with this so manieth save. */
  lostAtSave = Infinity;
  saveCount = 0;

  async read(): Promise<void> {
    await readInventory(this.#parts(), "i");
  }

  #listed(kind: ListedKind, cursor: string | null): CountedAnswer<ListedPage> {
    const question = `${kind}@${cursor}`;
    this.said.push(question);
    const given = this.answers.get(question)?.shift();
    if (given !== undefined && "verdict" in given) {
      return { answer: { ok: false, problem: given }, requestCount: 1 };
    }
    const rows = kind === "licences" ? this.licences : NO_ROWS[kind];
    const value = given ?? { page: pageOf(kind, rows), next: null };
    return { answer: { ok: true, value, requestId: null }, requestCount: 1 };
  }

  #store(): EngineStore {
    const lost = (): "saved" | "lost" => {
      this.saveCount += 1;
      return this.saveCount >= this.lostAtSave ? "lost" : "saved";
    };
    return {
      claimInventory: async () => ({
        id: "i",
        fence: 1,
        tenantId: TENANT_ID,
        reading: readingOf(this.places),
      }),
      savePage: async (_claim, page, _leaseMs, { cursor, isComplete, requestCount }) => {
        if (lost() === "lost") return "lost";
        this.requestCount += requestCount;
        const { pagesRead = 0 } = this.places.get(page.kind) ?? {};
        this.places.set(page.kind, { cursor, isComplete, pagesRead: pagesRead + 1 });
        const rows = this.rows.get(page.kind) ?? new Set();
        for (const { id } of page.rows) rows.add(id);
        this.rows.set(page.kind, rows);
        return "saved";
      },
      restartKind: async (_claim, kind) => {
        this.said.push(`restart ${kind}`);
        this.places.delete(kind);
        this.rows.delete(kind);
        return lost();
      },
      renewInventory: async (_claim, _leaseMs, requestCount) => {
        this.requestCount += requestCount;
        return lost();
      },
      endInventory: async (_claim, status) => {
        this.status = status;
        return lost();
      },
      listPrincipalIdsToRead: async (_id, ids) =>
        after(
          this.ids.filter((id) => this.rows.get("principals")?.has(id) !== true),
          ids,
        ),
      listGroupIdsToRead: async (_id, ids) =>
        after([...(this.rows.get("principals") ?? [])].filter((id) => id.startsWith("g")).toSorted(), ids),
      listMemberIdsToRead: async (_id, ids) =>
        after(
          this.members.filter((id) => this.rows.get("principals")?.has(id) !== true),
          ids,
        ),
      listDisagreedAccess: async (_id, limit) => this.disagreed.slice(0, limit),
      replaceAccess: async (_claim, of) => {
        this.said.push(`replace ${of.principalId}`);
        return lost();
      },
      findWork: unused,
      loadTenantFacts: unused,
      readAccessPage: unused,
      loadCompiling: unused,
      saveDrafts: unused,
      countMovers: unused,
      readMovers: unused,
      placeMovers: unused,
      readCompiledEntries: unused,
      listHeldAccess: unused,
      listHeldSettings: unused,
      listManifestSettings: unused,
      finishCompilation: unused,
      failCompiling: unused,
      listFindings: unused,
      loadChecking: unused,
      readBothManifests: unused,
      saveDriftRows: unused,
      endDriftCheck: unused,
      dropComparison: unused,
      loadRollout: unused,
      saveRolloutChange: unused,
      sweepLeases: unused,
      refillWindow: unused,
      nextDueAt: unused,
      claimConversion: unused,
      renewLeases: unused,
      saveConversion: unused,
      throttleTenant: unused,
      sealLedger: unused,
      claimReview: unused,
      saveReview: unused,
      listDueSchedules: unused,
      startScheduled: unused,
      claimDueSettings: unused,
      claimSettings: unused,
      renewSettings: unused,
      saveSettings: unused,
      sweepSettings: unused,
      skipNotProved: unused,
    };
  }

  #tenant(): EngineParts["tenant"] {
    return {
      readOrganization: async () => {
        this.said.push("organization");
        return { ok: true, value: { tenantId: this.tenantId, displayName: null }, requestId: null };
      },
      readListed: async (kind, cursor) => this.#listed(kind, cursor),
      findPrincipals: async (search, ids) => {
        this.said.push(`${search} ${ids.length}`);
        const found = ids.filter((id) => (search === "users" ? this.users.has(id) : id.startsWith("g")));
        const type = search === "users" ? "user" : "group";
        const value = found.map((id) => ({ id, type, ...NOTHING_KNOWN }) as const);
        return { answer: { ok: true, value, requestId: null }, requestCount: 1 };
      },
      readGroupMembers: async (groupIds) => {
        this.said.push(`members of ${groupIds.length}`);
        const value = groupIds.map((id) => ({ id, userIds: [], groupIds: [], servicePrincipalIds: [] }));
        return { answer: { ok: true, value, requestId: null }, requestCount: 1 };
      },
      readAccess: async ({ principalId }) => {
        this.said.push(`again ${principalId}`);
        const value = {
          readAt: "",
          principal: null,
          assignments: [],
          eligibilities: [],
          roleAssignments: [],
        };
        return { ok: true, value, requestId: null };
      },
      listRoleHolders: unused,
      listRequests: unused,
      submit: unused,
      readRoleSettings: unused,
      changeRoleSettings: unused,
    };
  }

  #parts(): EngineParts {
    return {
      store: this.#store(),
      tenant: this.#tenant(),
      queue: { add: async () => undefined },
      clock: { now: () => new Date("2026-11-01T00:00:00Z") },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      timing: { proofIntervalMs: 0, minimumAgeMs: 0 },
      newId: unused,
      leaseMs: 1000,
      windowMax: 1,
      sweepMs: 1000,
      ownAppId: null,
    };
  }
}

function readingOf(places: Stand["places"]): InventoryReading {
  return ofEachKind((kind) => places.get(kind) ?? NOTHING_READ[kind]);
}

function pageOf(kind: string, rows: readonly object[]): InventoryPage {
  return Object.assign({ kind: "roles" as const, rows: [] }, { kind, rows });
}
