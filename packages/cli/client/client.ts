import type {
  AdministrativeUnitDocument,
  ApprovalOrder,
  AssignmentDocument,
  CallerRole,
  ChainVerification,
  ComparisonDocument,
  ComplianceDocument,
  ConditionalAccessPolicyDocument,
  ConversionDocument,
  DifferenceDocument,
  DriftDocument,
  DispositionsTaken,
  EligibilityDocument,
  FindingDocument,
  GroupMembersDocument,
  InventoryDocument,
  LedgerEntryDocument,
  LicenceDocument,
  MfaRegistrationDocument,
  PrincipalDocument,
  ProgressDocument,
  RoleAssignmentDocument,
  RoleDocument,
  RoleSettingsChangeDocument,
  RoleSettingsDocument,
  RoleSettingsTemplateDocument,
  ReviewEventDocument,
  RolloutComplianceDocument,
  RolloutDocument,
  RolloutSummary,
  ScheduleDocument,
  ScheduleOrder,
  SettingsCheckOrdered,
  WhatIfDocument,
} from "@standdown/contracts";
import type { ConversionState, SettingsState } from "@standdown/domain";
import type { Answer } from "./answer.ts";
import { send, sendForJson, type ServiceRequest } from "./connection.ts";
import { readEvents, type EventsOptions } from "./events.ts";
import type { Tokens } from "./tokens.ts";

/** Where the services are, and who speaks. */
export type ClientOptions = { readonly apiUrl: string; readonly statusUrl: string; readonly tokens: Tokens };

/** What an operator can tell a rollout. */
export type RolloutOrderName = "start" | "pause" | "resume" | "abort" | "roll-back" | "retry";
/** What an operator can tell a wave. */
export type WaveOrderName = "pause" | "resume" | "roll-back" | "retry";
/** What an operator can tell one conversion. */
export type ConversionOrderName = "retry" | "roll-back";

/** One page of a list; `next` is the cursor of the page after it. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
/** Which page; from the start without a cursor. */
export type PageQuery = { readonly cursor?: string; readonly limit?: number };
/** Which conversions of a rollout. */
export type ConversionQuery = PageQuery & {
  readonly wave?: string;
  readonly state?: ConversionState;
  readonly principalId?: string;
};
/** The settings of which roles of a rollout. */
export type SettingsQuery = PageQuery & { readonly wave?: string; readonly state?: SettingsState };
/** What a validation found where it found no problem. */
export type Validation = {
  readonly valid: true;
  readonly checkedAgainst: "inventory" | "tenant" | "nothing";
  readonly detail: string;
};

const rollout = (id: string): string => `/v1/rollouts/${encodeURIComponent(id)}`;
const wave = (id: string, name: string): string => `${rollout(id)}/waves/${encodeURIComponent(name)}`;
const inventory = (id: string): string => `/v1/inventories/${encodeURIComponent(id)}`;
const conversion = (id: string): string => `/v1/conversions/${encodeURIComponent(id)}`;

/** A typed client of both services, each call with the token of the role that may do it. */
export type StanddownClient = ReturnType<typeof createClient>;

/** Speaks to the api and the status service over HTTP. It holds no connection and no state. */
export function createClient({ apiUrl, statusUrl, tokens }: ClientOptions) {
  const get = <T>(baseUrl: string, path: string, query: ServiceRequest["query"] = {}): Promise<Answer<T>> =>
    sendForJson<T>(baseUrl, { method: "GET", path, query, token: tokens("auditor") });
  const post = <T>(role: CallerRole, path: string, body: unknown, key?: string): Promise<Answer<T>> =>
    sendForJson<T>(apiUrl, {
      method: "POST",
      path,
      body,
      token: tokens(role),
      ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
    });

  return {
    /** Begins to read the tenant; the checks are told of these emergency access accounts. */
    orderInventory: (emergencyAccess: readonly string[] = []) =>
      post<InventoryDocument>("operator", "/v1/inventories", { emergencyAccess }),
    readInventory: (id: string) => get<InventoryDocument>(apiUrl, inventory(id)),
    listRoles: (id: string, page: PageQuery = {}) =>
      get<Page<RoleDocument>>(apiUrl, `${inventory(id)}/roles`, page),
    listPrincipals: (id: string, page: PageQuery = {}) =>
      get<Page<PrincipalDocument>>(apiUrl, `${inventory(id)}/principals`, page),
    listAdministrativeUnits: (id: string, page: PageQuery = {}) =>
      get<Page<AdministrativeUnitDocument>>(apiUrl, `${inventory(id)}/administrative-units`, page),
    listRoleAssignments: (id: string, page: PageQuery = {}) =>
      get<Page<RoleAssignmentDocument>>(apiUrl, `${inventory(id)}/role-assignments`, page),
    listAssignments: (id: string, page: PageQuery = {}) =>
      get<Page<AssignmentDocument>>(apiUrl, `${inventory(id)}/assignments`, page),
    listEligibilities: (id: string, page: PageQuery = {}) =>
      get<Page<EligibilityDocument>>(apiUrl, `${inventory(id)}/eligibilities`, page),
    listLicences: (id: string, page: PageQuery = {}) =>
      get<Page<LicenceDocument>>(apiUrl, `${inventory(id)}/licences`, page),
    listConditionalAccessPolicies: (id: string, page: PageQuery = {}) =>
      get<Page<ConditionalAccessPolicyDocument>>(
        apiUrl,
        `${inventory(id)}/conditional-access-policies`,
        page,
      ),
    listRoleSettings: (id: string, page: PageQuery = {}) =>
      get<Page<RoleSettingsDocument>>(apiUrl, `${inventory(id)}/role-settings`, page),
    /** The settings of the tenant's roles as a part of a plan's spec. */
    readRoleSettingsTemplate: (id: string) =>
      get<RoleSettingsTemplateDocument>(apiUrl, `${inventory(id)}/role-settings-template`),
    listGroupMembers: (id: string, page: PageQuery = {}) =>
      get<Page<GroupMembersDocument>>(apiUrl, `${inventory(id)}/group-members`, page),
    listMfaRegistrations: (id: string, page: PageQuery = {}) =>
      get<Page<MfaRegistrationDocument>>(apiUrl, `${inventory(id)}/mfa-registrations`, page),

    readInventoryCompliance: (id: string) => get<ComplianceDocument>(apiUrl, `${inventory(id)}/compliance`),
    readRolloutCompliance: (id: string) =>
      get<RolloutComplianceDocument>(apiUrl, `${rollout(id)}/compliance`),
    /** How many differences the later of two inventories has to the earlier one. */
    compareInventories: (earlierId: string, laterId: string) =>
      get<ComparisonDocument>(apiUrl, `${inventory(laterId)}/comparison`, { with: earlierId }),
    listDifferences: (earlierId: string, laterId: string, page: PageQuery = {}) =>
      get<Page<DifferenceDocument>>(apiUrl, `${inventory(laterId)}/comparison/differences`, {
        with: earlierId,
        ...page,
      }),

    /** Has the tenant read again and again. */
    createSchedule: (order: ScheduleOrder) =>
      post<ScheduleDocument>("operator", "/v1/inventory-schedules", order),
    listSchedules: (page: PageQuery = {}) =>
      get<Page<ScheduleDocument>>(apiUrl, "/v1/inventory-schedules", page),
    endSchedule: (id: string) =>
      sendForJson<ScheduleDocument>(apiUrl, {
        method: "DELETE",
        path: `/v1/inventory-schedules/${encodeURIComponent(id)}`,
        token: tokens("operator"),
      }),
    /** What reviews found, after the event with this id. */
    listReviewEvents: (query: { readonly after?: string; readonly limit?: number } = {}) =>
      get<Page<ReviewEventDocument>>(apiUrl, "/v1/review-events", query),

    /** Tells every problem of a document that may be a plan; stores nothing. */
    validatePlan: (plan: unknown, inventoryId?: string) =>
      post<Validation>("author", "/v1/plans/validate", { plan, inventoryId }),
    /** Stores a plan and has it compiled. The same key with the same plan makes one rollout. */
    createRollout: (plan: unknown, options: { readonly inventoryId?: string; readonly key?: string } = {}) =>
      post<RolloutDocument>(
        "author",
        "/v1/rollouts",
        { plan, inventoryId: options.inventoryId },
        options.key,
      ),
    listRollouts: (page: PageQuery = {}) => get<Page<RolloutSummary>>(apiUrl, "/v1/rollouts", page),
    readRollout: (id: string) => get<RolloutDocument>(apiUrl, rollout(id)),
    listConversions: (id: string, query: ConversionQuery = {}) =>
      get<Page<ConversionDocument>>(apiUrl, `${rollout(id)}/conversions`, query),
    listFindings: (id: string, page: PageQuery = {}) =>
      get<Page<FindingDocument>>(apiUrl, `${rollout(id)}/findings`, page),
    readConversion: (id: string) => get<ConversionDocument>(apiUrl, conversion(id)),
    /** What was not as approved when the rollout was last to start. */
    readDrift: (id: string, page: PageQuery = {}) => get<DriftDocument>(apiUrl, `${rollout(id)}/drift`, page),
    /** What becomes of the settings of the rollout's roles. */
    listRoleSettingsChanges: (id: string, query: SettingsQuery = {}) =>
      get<Page<RoleSettingsChangeDocument>>(apiUrl, `${rollout(id)}/role-settings`, query),
    /** Has them read again, and compared with what they should be. */
    checkRoleSettings: (id: string) =>
      post<SettingsCheckOrdered>("operator", `${rollout(id)}/role-settings/check`, null),
    readWhatIf: (id: string) => get<WhatIfDocument>(apiUrl, `${rollout(id)}/what-if`),
    /** Has a new rollout made of the same plan with the dispositions of an edited manifest. */
    postDispositions: (id: string, csv: Uint8Array<ArrayBuffer>) =>
      sendForJson<DispositionsTaken>(apiUrl, {
        method: "POST",
        path: `${rollout(id)}/dispositions`,
        csv,
        token: tokens("author"),
      }),
    /** What becomes of every assignment, as CSV with its byte order mark. */
    readManifest: async (id: string): Promise<Answer<string>> => {
      const path = `${rollout(id)}/manifest.csv`;
      const answer = await send(apiUrl, { method: "GET", path, token: tokens("auditor") });
      if (!answer.ok) return answer;
      // `text()` would drop the mark, and a spreadsheet needs it.
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      return { ok: true, value: decoder.decode(await answer.value.arrayBuffer()) };
    },

    /** Signs or rejects the manifest with this digest. */
    approve: (id: string, order: ApprovalOrder) =>
      post<RolloutDocument>("approver", `${rollout(id)}/approvals`, order),
    tellRollout: (id: string, order: RolloutOrderName, reason = "") =>
      post<RolloutDocument>("operator", `${rollout(id)}/${order}`, { reason }),
    tellWave: (id: string, name: string, order: WaveOrderName, reason = "") =>
      post<RolloutDocument>("operator", `${wave(id, name)}/${order}`, { reason }),
    /** Promotes or rejects the gate of a wave, for the manifest with this digest. */
    decideGate: (
      id: string,
      name: string,
      gate: { readonly decision: "promote" | "reject"; readonly digest: string; readonly reason: string },
    ) => {
      const { decision, digest, reason } = gate;
      return post<RolloutDocument>("approver", `${wave(id, name)}/${decision}`, { digest, reason });
    },
    tellConversion: (id: string, order: ConversionOrderName, reason = "") =>
      post<ConversionDocument>("operator", `${conversion(id)}/${order}`, { reason }),

    readProgress: (id: string) => get<ProgressDocument>(statusUrl, `${rollout(id)}/progress`),
    /** The ledger as it grows, from after this position, until the signal fires. */
    events: (id: string, options: Pick<EventsOptions, "afterPosition" | "signal" | "onConnection">) =>
      readEvents({ statusUrl, rolloutId: id, token: tokens("auditor"), ...options }),
    listLedger: (id: string, page: PageQuery = {}) =>
      get<Page<LedgerEntryDocument>>(statusUrl, `${rollout(id)}/ledger`, page),
    /** Has the whole chain of the ledger computed again. */
    verifyLedger: async (id: string): Promise<Answer<ChainVerification>> => {
      const query = { verify: "true", limit: 1 };
      const answer = await get<{ verification: ChainVerification }>(
        statusUrl,
        `${rollout(id)}/ledger`,
        query,
      );
      return answer.ok ? { ok: true, value: answer.value.verification } : answer;
    },
  };
}

/** The items of a list, page by page; a refusal is the last that comes. */
export async function* eachPage<T>(
  list: (page: PageQuery) => Promise<Answer<Page<T>>>,
): AsyncGenerator<Answer<readonly T[]>> {
  let query: PageQuery = { limit: 1000 };
  for (;;) {
    const answer = await list(query);
    if (!answer.ok) return yield answer;
    yield { ok: true, value: answer.value.items };
    if (answer.value.next === null) return;
    query = { limit: 1000, cursor: answer.value.next };
  }
}

/** Every item of a list, page by page. */
export async function allItems<T>(list: (page: PageQuery) => Promise<Answer<Page<T>>>): Promise<Answer<T[]>> {
  const items: T[] = [];
  for await (const page of eachPage(list)) {
    if (!page.ok) return page;
    items.push(...page.value);
  }
  return { ok: true, value: items };
}
