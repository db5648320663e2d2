import type { FastifyInstance } from "fastify";
import type { ClientIdentity } from "../authority/client-identity.ts";
import { registerClient } from "../authority/client-identity.ts";
import type { SignIn } from "../authority/issue.ts";
import { issueToApplication } from "../authority/issue.ts";
import type { AuthorityKeys } from "../authority/keys.ts";
import { createAuthorityKeys } from "../authority/keys.ts";
import { createCertificate } from "../certificate.ts";
import { grantRow } from "../collections/schedule-rows.ts";
import { createClock } from "../clock.ts";
import type { Contract } from "../contract/contract.ts";
import { buildControlServer, type ControlOptions } from "../control/server.ts";
import type { Profile } from "../quirks/catalogue.ts";
import { createRandom } from "../random.ts";
import type { Inventory } from "../rehearsal/inventory.ts";
import { loadTenant } from "../rehearsal/load-tenant.ts";
import type { SeedFacts, SeededTenant } from "../seed/tenant.ts";
import { seedTenant } from "../seed/tenant.ts";
import { makeScenario } from "../scenarios/scenarios.ts";
import type { ScenarioName } from "../scenarios/scenarios.ts";
import { buildTenantServer } from "../server.ts";
import { Faults } from "../faults/faults.ts";
import type { Caller } from "../state/caller.ts";
import type { Grant, Schedule, Side } from "../state/schedule.ts";
import { isStanding } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { Tokens } from "../state/tokens.ts";
import type { LimitPreset } from "../throttle/limits.ts";
import { Throttle } from "../throttle/throttle.ts";
import type { JsonObject } from "./json.ts";
import { isJsonObject, parseObject } from "./json.ts";

/** A status and a body, read as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Bodies are looked into by the tests themselves.
  readonly body: JsonObject;
}

/** The methods that Microsoft Graph is asked with. */
export type GraphMethod = "GET" | "POST" | "DELETE" | "PATCH" | "PUT";

/** How something is asked. */
export interface How {
  readonly version?: "v1.0" | "beta";
  readonly headers?: Readonly<Record<string, string>>;
  /** Who asks: the application of the tenant's facts unless said. */
  readonly as?: Caller;
  readonly accessToken?: string;
}

/** Both servers in this process, over a clock that stands still until it is moved. */
export interface Lab {
  readonly tenant: Tenant;
  readonly facts: SeedFacts;
  readonly app: FastifyInstance;
  readonly controlOptions: ControlOptions;
  readonly tokens: Tokens;
  /** Asks Microsoft Graph; the path begins after the version, which is v1.0 unless said. */
  graph(method: GraphMethod, path: string, body?: unknown, how?: How): Promise<Answer>;
  control(method: GraphMethod, path: string, body?: unknown): Promise<Answer>;
  readonly controlApp: FastifyInstance;
  readonly epochAt: number;
  readonly identity: ClientIdentity;
  readonly keys: AuthorityKeys;
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

/** What a lab can be made with. */
export interface LabOptions {
  readonly seed?: number;
  readonly adminCount?: number;
  readonly rolePageSize?: number;
  readonly directoryPageSize?: number;
  readonly profile?: Profile;
  readonly limits?: LimitPreset;
  /** Of limits and tokens, which do not go by the tenant's clock. */
  readonly wallNow?: () => number;
  /** The tenant is as this says, instead of made up. */
  readonly inventory?: Inventory;
  /** The tenant is that of a scenario. */
  readonly scenario?: ScenarioName;
  /** Checks every request and answer. */
  readonly contract?: Contract;
}

let keysOfAll: Promise<AuthorityKeys> | null = null;

/** Keys are slow to make, and say nothing of a tenant: all labs of a process share theirs. */
function sharedKeys(): Promise<AuthorityKeys> {
  return (keysOfAll ??= createAuthorityKeys(new Date()));
}

function makeTenant({ seed = 7, profile = "ideal", adminCount = 60, ...options }: LabOptions): SeededTenant {
  const clock = createClock(() => EPOCH_AT);
  const ways = { seed, minimumAgeMs: 5 * 60 * 1000, clock, profile, lagFactor: 1, epochAt: EPOCH_AT };
  if (options.scenario !== undefined) return makeScenario(options.scenario, ways);
  if (options.inventory !== undefined) return loadTenant(options.inventory, ways);
  return seedTenant({ ...ways, adminCount });
}

/** Makes a tenant and both servers; nothing listens. */
export async function createLab(options: LabOptions = {}): Promise<Lab> {
  const { tenant, facts } = makeTenant(options);
  const contract = options.contract ?? null;
  const wallNow = options.wallNow ?? (() => EPOCH_AT);
  const faults = new Faults(options.seed ?? 7);
  const throttle = new Throttle({
    preset: options.limits ?? "none",
    wallNow,
    userCount: () => tenant.directory.count("user"),
    pimWriteLimit: () => tenant.quirks.value("pimWriteLimit"),
  });
  const keys = await sharedKeys();
  const { tenantId, clientId, callerId: servicePrincipalId } = facts;
  const identity = registerClient({ tenantId, clientId, servicePrincipalId }, "not a secret", keys);
  const tokens = new Tokens({
    lifetimeMs: 60 * 60 * 1000,
    wallNow,
    signingKey: keys.tokens,
  });
  const app = buildTenantServer({
    tenant,
    faults,
    throttle,
    tokens,
    certificate: await createCertificate(new Date()),
    identity,
    random: createRandom(2),
    directoryPageSize: options.directoryPageSize ?? 100,
    rolePageSize: options.rolePageSize ?? 200,
    contract,
  });
  const controlOptions = { tenant, faults, throttle, facts, contract, tokens, identity };
  const control = buildControlServer(controlOptions);
  const applicationToken = async (): Promise<string> =>
    (await issueToApplication(tenant, tokens, identity, "https://graph.microsoft.com")).accessToken;
  const ownToken = await applicationToken();

  const ask: Lab["graph"] = async (method, path, body, how = {}) => {
    const asked = how.as === undefined ? null : await tokens.issue(how.as, {});
    const accessToken = asked?.accessToken ?? how.accessToken ?? ownToken;
    const response = await app.inject({
      method,
      url: `/${how.version ?? "v1.0"}${path}`,
      headers: {
        authorization: `Bearer ${accessToken}`,
        host: "localhost:1",
        "content-type": "application/json",
        ...how.headers,
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
    controlOptions,
    tokens,
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
      ask("POST", PATHS[side], {
        action,
        justification: "A reason",
        ...grantRow(grant),
        ...(action === "adminRemove" ? {} : { scheduleInfo: NO_END }),
        ...more,
      }),
    pass: async (duration) => {
      await steer("POST", "/clock", { advance: duration });
    },
  };
}

const PATHS: Readonly<Record<Side, string>> = {
  assignment: "/roleManagement/directory/roleAssignmentScheduleRequests",
  eligibility: "/roleManagement/directory/roleEligibilityScheduleRequests",
  groupAssignment: "/identityGovernance/privilegedAccess/group/assignmentScheduleRequests",
  groupEligibility: "/identityGovernance/privilegedAccess/group/eligibilityScheduleRequests",
};

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
