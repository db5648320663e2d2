import { CALLER_ROLES, type CallerRole } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import {
  NOTHING_KNOWN,
  type Job,
  type Plan,
  type Principal,
  type RoleDefinition,
  type TenantProblem,
} from "@standdown/domain";
import { createLog } from "@standdown/runtime";
import { buildApi } from "./build-api.ts";
import type { ApiStore } from "./ports.ts";

export const TENANT_ID = "11111111-1111-4111-8111-111111111111";
export const BREAK_GLASS = [
  "aaaaaaaa-0000-4000-8000-000000000001",
  "aaaaaaaa-0000-4000-8000-000000000002",
] as const;
export const MESSAGE_CENTER_READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";

/** A tenant of a few names, or one that says why it can't be read. */
export type TenantFake = {
  roles: RoleDefinition[];
  principals: Principal[];
  problem: TenantProblem | null;
};

/** The API with a store of the test's choice, and a queue and a tenant that the test can look into. */
export type ApiUnderTest = {
  readonly app: HttpService;
  readonly jobs: Job[];
  readonly queue: { isReachable: boolean };
  readonly tenant: TenantFake;
  /** Sends as somebody with these roles; nobody where it is null. */
  send(request: {
    readonly method: "GET" | "POST" | "DELETE";
    readonly url: string;
    readonly as: CallerRole | "author-and-approver" | null;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly text: string;
    readonly body: unknown;
  }>;
};

export async function startApiUnderTest(store: ApiStore): Promise<ApiUnderTest> {
  const jobs: Job[] = [];
  const queue = { isReachable: true };
  const tenant: TenantFake = {
    roles: [messageCenterReader],
    principals: BREAK_GLASS.map(user),
    problem: null,
  };
  const app = await buildApi({
    store,
    log: createLog({ name: "api", level: "fatal" }),
    authenticate: (token) => {
      if (token === "author-and-approver") return { name: token, roles: ["author", "approver"] };
      const role = CALLER_ROLES.find((known) => known === token);
      return role === undefined ? null : { name: role, roles: [role] };
    },
    readiness: async () => [],
    now: () => new Date(),
    connection: { tenantId: TENANT_ID, cloud: null, ownAppId: null },
    queue: {
      add: async (added) => {
        if (!queue.isReachable) throw new Error("out of reach");
        jobs.push(...added);
      },
    },
    tenant: {
      async *listRoleDefinitions() {
        if (tenant.problem !== null) yield { ok: false, problem: tenant.problem };
        else yield { ok: true, value: tenant.roles, requestId: null };
      },
      readPrincipals: async (ids) =>
        tenant.problem === null
          ? { ok: true, value: tenant.principals.filter(({ id }) => ids.includes(id)), requestId: null }
          : { ok: false, problem: tenant.problem },
    },
  });
  return {
    app,
    jobs,
    queue,
    tenant,
    send: async ({ method, url, as, body, headers = {} }) => {
      const answer = await app.inject({
        method,
        url,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: isRaw(body) ? body : JSON.stringify(body) }),
      });
      const isJson = answer.headers["content-type"]?.toString().includes("json") === true;
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        body: isJson ? answer.json() : null,
      };
    },
  };
}

/** The one role of the tenant fake. */
export const messageCenterReader: RoleDefinition = {
  id: MESSAGE_CENTER_READER,
  templateId: MESSAGE_CENTER_READER,
  displayName: "Message Center Reader",
  isBuiltIn: true,
  isEnabled: true,
  isPrivileged: null,
};

export function user(id: string): Principal {
  return {
    id,
    type: "user",
    ...NOTHING_KNOWN,
    displayName: `User ${id}`,
    userPrincipalName: null,
    accountEnabled: true,
    userType: "Member",
  };
}

/** A plan without a mistake, for the tenant of the test. */
export function soundPlan(): Plan {
  return {
    apiVersion: "standdown/v1",
    kind: "RolloutPlan",
    metadata: { name: "remaining-roles" },
    spec: {
      tenant: { id: TENANT_ID, cloud: "global" },
      change: { system: "servicenow", number: "CHG1" },
      justification: "Standing access to eligible, {rollout}/{wave}, {change}",
      emergencyAccess: { principals: [...BREAK_GLASS], minimumStanding: 2 },
      selection: { roles: [{ name: "Message Center Reader" }] },
      strategy: { default: "convert" },
      eligibility: { expiration: "none" },
      waves: [
        { name: "pilot", size: { count: 1 }, approval: { minimum: 1 } },
        { name: "broad", size: { remainder: true } },
      ],
    },
  };
}

function refuse(): Promise<never> {
  return Promise.reject(new Error("the store was touched"));
}

/** A store that nobody may touch. */
export function untouchableStore(): ApiStore {
  return {
    createInventory: refuse,
    readInventory: refuse,
    loadTenantFacts: refuse,
    readInventoryPrincipals: refuse,
    readAccessPage: refuse,
    listInventoryRows: refuse,
    readInventoryCompliance: refuse,
    readRolloutCompliance: refuse,
    countDifferences: refuse,
    listDifferences: refuse,
    createSchedule: refuse,
    listSchedules: refuse,
    endSchedule: refuse,
    listReviewEvents: refuse,
    createRollout: refuse,
    listRollouts: refuse,
    readRollout: refuse,
    listConversions: refuse,
    readConversion: refuse,
    listFindings: refuse,
    listManifestEntries: refuse,
    listDriftRows: refuse,
    listSettingsChanges: refuse,
    wantSettingsCheck: refuse,
    readWhatIf: refuse,
    loadRollout: refuse,
    saveRetry: refuse,
    saveRolloutChange: refuse,
    beginIdempotent: refuse,
    finishIdempotent: refuse,
  };
}

function isRaw(body: unknown): body is string | Buffer {
  return typeof body === "string" || Buffer.isBuffer(body);
}
