import type { FastifyInstance } from "fastify";
import { createCertificate } from "../certificate.ts";
import { createClock } from "../clock.ts";
import { buildControlServer } from "../control/server.ts";
import type { Profile } from "../quirks/catalogue.ts";
import { createRandom } from "../random.ts";
import type { Inventory } from "../rehearsal/inventory.ts";
import { loadTenant } from "../rehearsal/load-tenant.ts";
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
  readonly epochAt: number;
  /** Asks Microsoft Graph; the path begins after the version. */
  graph(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<Answer>;
  control(method: "GET" | "POST" | "DELETE" | "PATCH", path: string, body?: unknown): Promise<Answer>;
  /** Asks for a schedule: of a grant, on a side. */
  request(side: Side, action: string, grant: Grant, more?: Record<string, unknown>): Promise<Answer>;
  /** Moves the clock. */
  pass(duration: string): Promise<void>;
}

const EPOCH_AT = Date.parse("2026-10-05T08:00:00Z");

/** What a grant without an end asks for. */
export const NO_END = { expiration: { type: "noExpiration" } };

/** Makes a tenant and both servers; nothing listens. */
export async function createLab(
  options: {
    seed?: number;
    adminCount?: number;
    rolePageSize?: number;
    profile?: Profile;
    inventory?: Inventory;
  } = {},
): Promise<Lab> {
  const clock = createClock(() => EPOCH_AT);
  const ways = {
    seed: options.seed ?? 7,
    minimumAgeMs: 5 * 60 * 1000,
    clock,
    profile: options.profile ?? "ideal",
    lagFactor: 1,
  };
  const { tenant, facts } =
    options.inventory === undefined
      ? seedTenant({ ...ways, adminCount: options.adminCount ?? 60, epochAt: EPOCH_AT })
      : loadTenant(options.inventory, ways);
  const faults = new Faults(createRandom(1));
  const tokens = new Tokens(60 * 60 * 1000, () => EPOCH_AT);
  const app = buildTenantServer({
    tenant,
    faults,
    tokens,
    certificate: await createCertificate(new Date()),
    identity: {
      tenantId: facts.tenantId,
      clientId: facts.clientId,
      clientSecret: "not a secret",
      servicePrincipalId: facts.callerId,
    },
    random: createRandom(2),
    directoryPageSize: 100,
    rolePageSize: options.rolePageSize ?? 200,
  });
  const control = buildControlServer({ tenant, faults, facts });
  const { accessToken } = tokens.issue(
    { kind: "application", id: facts.callerId, appId: facts.clientId },
    {},
  );

  const ask: Lab["graph"] = async (method, path, body) => {
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
    control: steer,
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
