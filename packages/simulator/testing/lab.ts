import type { FastifyInstance } from "fastify";
import type { ClientIdentity } from "../authority/client-identity.ts";
import { registerClient } from "../authority/client-identity.ts";
import type { SignIn } from "../authority/issue.ts";
import { issueToApplication } from "../authority/issue.ts";
import type { AuthorityKeys } from "../authority/keys.ts";
import { createAuthorityKeys } from "../authority/keys.ts";
import { createCertificate } from "../certificate.ts";
import { createClock } from "../clock.ts";
import { buildControlServer } from "../control/server.ts";
import type { Profile } from "../quirks/catalogue.ts";
import { createRandom } from "../random.ts";
import type { SeedFacts } from "../seed/tenant.ts";
import { seedTenant } from "../seed/tenant.ts";
import { buildTenantServer } from "../server.ts";
import { Faults } from "../state/faults.ts";
import type { Grant, Schedule, Side } from "../state/schedule.ts";
import { isStanding } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { Tokens } from "../state/tokens.ts";
import type { JsonObject } from "./json.ts";
import { isJsonObject, parseObject } from "./json.ts";

/** A status and a body, read as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Bodies are looked into by the tests themselves.
  readonly body: JsonObject;
}

/** Both servers in this process, over a clock that stands still until it is moved. */
export interface Lab {
  readonly tenant: Tenant;
  readonly facts: SeedFacts;
  readonly app: FastifyInstance;
  readonly controlApp: FastifyInstance;
  readonly epochAt: number;
  readonly identity: ClientIdentity;
  readonly keys: AuthorityKeys;
  /** Asks Microsoft Graph; the path begins after the version. */
  graph(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: unknown,
    accessToken?: string,
  ): Promise<Answer>;
  control(method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH", path: string, body?: unknown): Promise<Answer>;
  /** A new token of the application, with what it is granted now. */
  applicationToken(): Promise<string>;
  /** A token of a person; with a second factor unless it is said otherwise. */
  signIn(userId: string, signIn?: Partial<SignIn>): Promise<string>;
  /** Asks for a schedule: of a grant, on a side. */
  request(side: Side, action: string, grant: Grant, more?: Record<string, unknown>): Promise<Answer>;
  /** Moves the clock. */
  pass(duration: string): Promise<void>;
}

const EPOCH_AT = Date.parse("2026-10-05T08:00:00Z");

/** What a grant without an end asks for. */
export const NO_END = { expiration: { type: "noExpiration" } };

let keysOfAll: Promise<AuthorityKeys> | null = null;

/** Keys are slow to make, and say nothing of a tenant: all labs of a process share theirs. */
function sharedKeys(): Promise<AuthorityKeys> {
  return (keysOfAll ??= createAuthorityKeys(new Date()));
}

/** Makes a tenant and both servers; nothing listens. */
export async function createLab(
  options: { seed?: number; adminCount?: number; rolePageSize?: number; profile?: Profile } = {},
): Promise<Lab> {
  const clock = createClock(() => EPOCH_AT);
  const { tenant, facts } = seedTenant({
    seed: options.seed ?? 7,
    adminCount: options.adminCount ?? 60,
    epochAt: EPOCH_AT,
    minimumAgeMs: 5 * 60 * 1000,
    clock,
    profile: options.profile ?? "ideal",
    lagFactor: 1,
  });
  const faults = new Faults(createRandom(1));
  const keys = await sharedKeys();
  const { tenantId, clientId, callerId: servicePrincipalId } = facts;
  const identity = registerClient({ tenantId, clientId, servicePrincipalId }, "not a secret", keys);
  const tokens = new Tokens({
    lifetimeMs: 60 * 60 * 1000,
    wallNow: () => EPOCH_AT,
    signingKey: keys.tokens,
  });
  const app = buildTenantServer({
    tenant,
    faults,
    tokens,
    certificate: await createCertificate(new Date()),
    identity,
    random: createRandom(2),
    directoryPageSize: 100,
    rolePageSize: options.rolePageSize ?? 200,
  });
  const control = buildControlServer({ tenant, faults, facts, tokens, identity });
  const applicationToken = async (): Promise<string> =>
    (await issueToApplication(tenant, tokens, identity, "https://graph.microsoft.com")).accessToken;
  const ownToken = await applicationToken();

  const ask: Lab["graph"] = async (method, path, body, accessToken = ownToken) => {
    const response = await app.inject({
      method,
      url: `/v1.0${path}`,
      headers: {
        authorization: `Bearer ${accessToken}`,
        host: "localhost:1",
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: response.statusCode, headers: response.headers, body: parseObject(response.payload) };
  };
  const steer: Lab["control"] = async (method, path, body) => {
    const response = await control.inject({
      method,
      url: path,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, payload: JSON.stringify(body) }),
    });
    return { status: response.statusCode, headers: response.headers, body: parseObject(response.payload) };
  };
  return {
    tenant,
    facts,
    app,
    epochAt: EPOCH_AT,
    graph: ask,
    identity,
    keys,
    controlApp: control,
    control: steer,
    applicationToken,
    async signIn(userId, signIn = { isMfa: true }) {
      const answer = await steer("POST", "/tokens", { userId, ...signIn });
      return String(answer.body["accessToken"]);
    },
    request: (side, action, grant, more = {}) =>
      ask("POST", `/roleManagement/directory/${PATHS[side]}`, {
        action,
        justification: "A reason",
        ...grantOf(grant),
        ...(action === "adminRemove" ? {} : { scheduleInfo: NO_END }),
        ...more,
      }),
    pass: async (duration) => {
      await steer("POST", "/clock", { advance: duration });
    },
  };
}

const PATHS = {
  assignment: "roleAssignmentScheduleRequests",
  eligibility: "roleEligibilityScheduleRequests",
} as const;

/** Role, principal and scope of a row. */
export function grantOf(row: Grant): Grant {
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = row;
  return { principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

/** The error code of an answer. */
export function codeOf(answer: Answer): unknown {
  const { error } = answer.body;
  return isJsonObject(error) ? error["code"] : undefined;
}

/** A standing row of a person at the tenant, held by someone who is not eligible for it and holds nothing else in it. */
export function findStanding(lab: Lab, isWanted: (row: Schedule) => boolean = () => true): Schedule {
  const { tenant } = lab;
  const found = [...tenant.schedules.all("assignment").values()].find(
    (row) =>
      isStanding(row) &&
      isWanted(row) &&
      tenant.directory.user(row.principalId)?.userPrincipalName.endsWith("@contoso.com") === true &&
      tenant.schedules.ofPrincipalInRole("assignment", row.principalId, row.roleDefinitionId).length === 1 &&
      tenant.schedules.ofPrincipalInRole("eligibility", row.principalId, row.roleDefinitionId).length === 0,
  );
  if (found === undefined) throw new Error("The seeded tenant has no such row.");
  return found;
}
