import { CALLER_ROLES, type CallerRole } from "@standdown/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiUnderTest, untouchableStore, type ApiUnderTest } from "./api-under-test.ts";

const ID = "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d";
const EVERYBODY = CALLER_ROLES;
const AUTHOR: readonly CallerRole[] = ["author"];
const APPROVER: readonly CallerRole[] = ["approver"];
const OPERATOR: readonly CallerRole[] = ["operator"];

/** Who may do what: the whole surface of the API but its probes. */
const MATRIX: readonly (readonly ["GET" | "POST" | "DELETE", string, readonly CallerRole[]])[] = [
  ["POST", "/v1/inventories", ["author", "operator"]],
  ["GET", "/v1/inventories/{id}", EVERYBODY],
  ["GET", "/v1/inventories/{id}/roles", EVERYBODY],
  ["GET", "/v1/inventories/{id}/principals", EVERYBODY],
  ["GET", "/v1/inventories/{id}/administrative-units", EVERYBODY],
  ["GET", "/v1/inventories/{id}/role-assignments", EVERYBODY],
  ["GET", "/v1/inventories/{id}/assignments", EVERYBODY],
  ["GET", "/v1/inventories/{id}/assignments.csv", EVERYBODY],
  ["GET", "/v1/inventories/{id}/eligibilities", EVERYBODY],
  ["GET", "/v1/inventories/{id}/licences", EVERYBODY],
  ["GET", "/v1/inventories/{id}/conditional-access-policies", EVERYBODY],
  ["GET", "/v1/inventories/{id}/role-settings", EVERYBODY],
  ["GET", "/v1/inventories/{id}/role-settings-template", EVERYBODY],
  ["GET", "/v1/inventories/{id}/group-members", EVERYBODY],
  ["GET", "/v1/inventories/{id}/mfa-registrations", EVERYBODY],
  ["GET", "/v1/inventories/{id}/compliance", EVERYBODY],
  ["GET", "/v1/inventories/{id}/comparison", EVERYBODY],
  ["GET", "/v1/inventories/{id}/comparison/differences", EVERYBODY],
  ["GET", "/v1/inventories/{id}/comparison.csv", EVERYBODY],
  ["POST", "/v1/inventory-schedules", ["author", "operator"]],
  ["GET", "/v1/inventory-schedules", EVERYBODY],
  ["DELETE", "/v1/inventory-schedules/{id}", ["author", "operator"]],
  ["GET", "/v1/review-events", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/compliance", EVERYBODY],
  ["POST", "/v1/plans/validate", AUTHOR],
  ["GET", "/v1/plan.schema.json", EVERYBODY],
  ["POST", "/v1/rollouts", AUTHOR],
  ["GET", "/v1/rollouts", EVERYBODY],
  ["GET", "/v1/rollouts/{id}", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/waves", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/conversions", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/findings", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/entries", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/manifest.csv", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/drift", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/what-if", EVERYBODY],
  ["GET", "/v1/rollouts/{id}/role-settings", EVERYBODY],
  ["POST", "/v1/rollouts/{id}/role-settings/check", OPERATOR],
  ["POST", "/v1/rollouts/{id}/dispositions", AUTHOR],
  ["GET", "/v1/conversions/{id}", EVERYBODY],
  ["POST", "/v1/rollouts/{id}/approvals", APPROVER],
  ["POST", "/v1/rollouts/{id}/start", OPERATOR],
  ["POST", "/v1/rollouts/{id}/pause", OPERATOR],
  ["POST", "/v1/rollouts/{id}/resume", OPERATOR],
  ["POST", "/v1/rollouts/{id}/abort", OPERATOR],
  ["POST", "/v1/rollouts/{id}/roll-back", OPERATOR],
  ["POST", "/v1/rollouts/{id}/retry", OPERATOR],
  ["POST", "/v1/rollouts/{id}/waves/{name}/pause", OPERATOR],
  ["POST", "/v1/rollouts/{id}/waves/{name}/resume", OPERATOR],
  ["POST", "/v1/rollouts/{id}/waves/{name}/roll-back", OPERATOR],
  ["POST", "/v1/rollouts/{id}/waves/{name}/retry", OPERATOR],
  ["POST", "/v1/rollouts/{id}/waves/{name}/promote", APPROVER],
  ["POST", "/v1/rollouts/{id}/waves/{name}/reject", APPROVER],
  ["POST", "/v1/conversions/{id}/retry", OPERATOR],
  ["POST", "/v1/conversions/{id}/roll-back", OPERATOR],
  ["GET", "/openapi.json", EVERYBODY],
];

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApiUnderTest(untouchableStore());
});
afterAll(() => api.app.close());

function addressOf(path: string): string {
  return path.replace("{id}", ID).replace("{name}", "pilot");
}

describe("who may do what", () => {
  it.each(MATRIX)("%s %s lets in %j and nobody else", async (method, path, allowed) => {
    for (const role of CALLER_ROLES) {
      const { status, body } = await api.send({ method, url: addressOf(path), as: role });
      if (allowed.includes(role)) expect([401, 403]).not.toContain(status);
      else {
        expect(status).toBe(403);
        expect(body).toMatchObject({
          code: "forbidden",
          detail: expect.stringContaining(allowed.join(" or ")),
        });
      }
    }
  });

  it.each(MATRIX)("%s %s answers nothing to a caller who is not known", async (method, path) => {
    const strangers = [null, { authorization: "Bearer wrong" }, { authorization: "Basic YTpi" }];
    for (const headers of strangers) {
      const {
        status,
        body,
        headers: answered,
      } = await api.send({
        method,
        url: addressOf(path),
        as: null,
        headers: headers ?? {},
      });
      expect(status).toBe(401);
      expect(body).toMatchObject({ code: "unauthenticated" });
      expect(answered["www-authenticate"]).toMatch(/^Bearer/);
    }
  });

  it("an address that does not exist tells a stranger nothing", async () => {
    expect((await api.send({ method: "GET", url: "/v1/nothing", as: null })).status).toBe(401);
  });

  it.each(["/livez", "/readyz"])("%s answers without a token", async (url) => {
    expect((await api.send({ method: "GET", url, as: null })).status).toBe(200);
  });

  it("the matrix holds every route that the OpenAPI document describes", async () => {
    const { body } = await api.send({ method: "GET", url: "/openapi.json", as: "auditor" });
    const described = operationsIn(body).map(({ method, path }) => `${method} ${path}`);
    const probes = ["GET /livez", "GET /readyz"];
    const known = [...MATRIX.map(([method, path]) => `${method} ${path}`), ...probes];
    expect(described.toSorted()).toEqual(known.toSorted());
  });
});

function operationsIn(document: unknown): { readonly method: string; readonly path: string }[] {
  if (typeof document !== "object" || document === null || !("paths" in document)) return [];
  return Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
    Object.keys(operations ?? {}).map((method) => ({ method: method.toUpperCase(), path })),
  );
}
