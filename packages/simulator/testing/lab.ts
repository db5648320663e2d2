import type { FastifyInstance } from "fastify";
import { createCertificate } from "../certificate.ts";
import { grantRow } from "../collections/schedule-rows.ts";
import { createClock } from "../clock.ts";
import type { Contract } from "../contract/contract.ts";
import { buildControlServer, type ControlOptions } from "../control/server.ts";
import type { Profile } from "../quirks/catalogue.ts";
import { createRandom } from "../random.ts";
import type { SeedFacts } from "../seed/tenant.ts";
import { seedTenant } from "../seed/tenant.ts";
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
}

/** Both servers in this process, over a clock that stands still until it is moved. */
export interface Lab {
  readonly tenant: Tenant;
  readonly facts: SeedFacts;
  readonly app: FastifyInstance;
  readonly controlOptions: ControlOptions;
  readonly tokens: Tokens;
  readonly epochAt: number;
  /** Asks Microsoft Graph; the path begins after the version, which is v1.0 unless said. */
  graph(method: GraphMethod, path: string, body?: unknown, how?: How): Promise<Answer>;
  control(method: GraphMethod, path: string, body?: unknown): Promise<Answer>;
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
  /** Checks every request and answer. */
  readonly contract?: Contract;
}

/** Makes a tenant and both servers; nothing listens. */
export async function createLab(options: LabOptions = {}): Promise<Lab> {
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
  const contract = options.contract ?? null;
  const wallNow = options.wallNow ?? (() => EPOCH_AT);
  const faults = new Faults(options.seed ?? 7);
  const tokens = new Tokens(60 * 60 * 1000, wallNow);
  const throttle = new Throttle({
    preset: options.limits ?? "none",
    wallNow,
    userCount: () => tenant.directory.count("user"),
    pimWriteLimit: () => tenant.quirks.value("pimWriteLimit"),
  });
  const app = buildTenantServer({
    tenant,
    faults,
    throttle,
    tokens,
    certificate: await createCertificate(new Date()),
    identity: {
      tenantId: facts.tenantId,
      clientId: facts.clientId,
      clientSecret: "not a secret",
      servicePrincipalId: facts.callerId,
    },
    random: createRandom(2),
    directoryPageSize: options.directoryPageSize ?? 100,
    rolePageSize: options.rolePageSize ?? 200,
    contract,
  });
  const controlOptions = { tenant, faults, throttle, facts, contract };
  const control = buildControlServer(controlOptions);
  const application: Caller = { kind: "application", id: facts.callerId, appId: facts.clientId };
  const { accessToken } = tokens.issue(application, {});

  const ask: Lab["graph"] = async (method, path, body, how = {}) => {
    const response = await app.inject({
      method,
      url: `/${how.version ?? "v1.0"}${path}`,
      headers: {
        authorization: `Bearer ${how.as === undefined ? accessToken : tokens.issue(how.as, {}).accessToken}`,
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
    control: steer,
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
