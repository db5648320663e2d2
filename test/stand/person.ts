import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { SimulatedTenant } from "@standdown/cli/demo";
import { ROLES } from "./small-world.ts";
import { tell } from "./trouble.ts";

/** What Graph answered: the status, and the parts that the stories look at. */
type Answer = { readonly status: number; readonly body: GraphBody };
type GraphBody = {
  readonly access_token?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly id?: string;
  readonly status?: string;
  readonly approvalId?: string;
  readonly accountEnabled?: boolean;
  readonly isMfaRegistered?: boolean;
  readonly value?: readonly GraphRow[];
};
/** A row of a list. */
export type GraphRow = {
  readonly id: string;
  readonly roleDefinitionId?: string;
  readonly displayName?: string;
  readonly state?: string;
  readonly conditions?: { readonly users: { readonly includeRoles: readonly string[] } };
};

const REQUESTS = "/v1.0/roleManagement/directory/roleAssignmentScheduleRequests";
const INSTANCES = "/v1.0/roleManagement/directory/roleAssignmentScheduleInstances";

/** Somebody who speaks to the tenant: a person who is signed in with the second factor that is registered and no other. */
export class Person {
  readonly id: string;
  readonly #tenant: SimulatedTenant;
  readonly #accessToken: string;

  private constructor(tenant: SimulatedTenant, id: string, accessToken: string) {
    this.id = id;
    this.#tenant = tenant;
    this.#accessToken = accessToken;
  }

  /** Null: the account is disabled. */
  static async signIn(tenant: SimulatedTenant, id: string): Promise<Person | null> {
    const withPassword = new Person(tenant, id, await tokenOf(tenant, id, false));
    const me = await withPassword.call("GET", "/v1.0/me?$select=id,accountEnabled");
    if (me.body.accountEnabled !== true) return null;
    const path = `/v1.0/reports/authenticationMethods/userRegistrationDetails/${id}`;
    const { isMfaRegistered = false } = (await withPassword.call("GET", path)).body;
    return isMfaRegistered ? new Person(tenant, id, await tokenOf(tenant, id, true)) : withPassword;
  }

  /** The application that the product works with. */
  static async ofProduct(tenant: SimulatedTenant, id: string): Promise<Person> {
    const { authorityHost, tenantId, clientId, clientSecret, caFile } = tenant.address;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: "https://graph.microsoft.com/.default",
    });
    const { body } = await send(new URL(`/${tenantId}/oauth2/v2.0/token`, authorityHost), {
      method: "POST",
      ca: readFileSync(caFile, "utf8"),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    return new Person(tenant, id, body.access_token ?? "");
  }

  /** Whether they may give somebody a role: nothing is given. */
  async givesRoles(): Promise<string> {
    return told(
      await this.call("POST", REQUESTS, {
        action: "adminAssign",
        isValidationOnly: true,
        principalId: this.id,
        roleDefinitionId: ROLES.messageCenterReader,
        directoryScopeId: "/",
        justification: "Somebody has to",
        scheduleInfo: { expiration: { type: "noExpiration" } },
      }),
    );
  }

  /** Whether they may read who has which role. */
  async readsRoles(): Promise<string> {
    return told(await this.call("GET", INSTANCES));
  }

  /** They ask for the use of a role; answers with the approval that is waited for, where one is. */
  async activate(roleDefinitionId: string): Promise<{ readonly told: string; readonly approvalId: string }> {
    const answer = await this.call("POST", REQUESTS, {
      action: "selfActivate",
      principalId: this.id,
      roleDefinitionId,
      directoryScopeId: "/",
      justification: "Work to do",
      scheduleInfo: { expiration: { type: "afterDuration", duration: "PT1H" } },
    });
    const { status = "", approvalId = "" } = answer.body;
    return { told: `${told(answer)} ${status}`.trimEnd(), approvalId };
  }

  /** They try to let somebody's activation through. */
  async approve(approvalId: string): Promise<string> {
    const steps = `/beta/roleManagement/directory/roleAssignmentApprovals/${approvalId}/steps`;
    const [step] = (await this.call("GET", steps)).body.value ?? [];
    return told(
      await this.call("PATCH", `${steps}/${step?.id}`, { reviewResult: "Approve", justification: "Known." }),
    );
  }

  /** The conditional access policies that are in force and reach them through a role that they use now. */
  async policiesByRole(): Promise<readonly string[]> {
    const active = await this.call("GET", `${INSTANCES}/filterByCurrentUser(on='principal')`);
    const roleIds = new Set((active.body.value ?? []).map((row) => row.roleDefinitionId));
    const { body } = await this.call("GET", "/v1.0/identity/conditionalAccess/policies");
    return (body.value ?? [])
      .filter(({ state }) => state === "enabled")
      .filter(({ conditions }) => conditions?.users.includeRoles.some((role) => roleIds.has(role)))
      .map(({ displayName = "" }) => displayName)
      .toSorted();
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    const { graphBaseUrl, caFile } = this.#tenant.address;
    return send(new URL(path, graphBaseUrl), {
      method,
      ca: readFileSync(caFile, "utf8"),
      headers: { authorization: `Bearer ${this.#accessToken}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
  }
}

/** The status with Graph's code, and for rules of a role's settings which ones. */
function told({ status, body: { error } }: Answer): string {
  if (error === undefined) return String(status);
  const rules = /\["[^\]]*\]/.exec(error.message)?.[0] ?? "";
  return `${status} ${error.code} ${rules}`.trimEnd();
}

async function tokenOf(tenant: SimulatedTenant, userId: string, isMfa: boolean): Promise<string> {
  return String((await tell(tenant, "/tokens", { userId, isMfa }))["accessToken"]);
}

function send(
  url: URL,
  call: {
    readonly method: string;
    readonly ca: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { body: sentBody, ...how } = call;
  const sent = request(url, { ...how, agent: false }, (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (part: string) => (text += part));
    response.on("error", reject);
    response.on("end", () => {
      const body: GraphBody = text === "" ? {} : JSON.parse(text);
      resolve({ status: response.statusCode ?? 0, body });
    });
  });
  sent.on("error", reject);
  sent.end(sentBody);
  return promise;
}
