import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiUnderTest, untouchableStore, type ApiUnderTest } from "./api-under-test.ts";

type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly security?: unknown;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

const HTTP_METHODS = ["GET", "POST", "DELETE"] as const;

let api: ApiUnderTest;
let document: Document;
let operations: readonly { readonly at: string; readonly path: string; readonly operation: Operation }[];

beforeAll(async () => {
  api = await startApiUnderTest(untouchableStore());
  document = JSON.parse((await api.send({ method: "GET", url: "/openapi.json", as: "auditor" })).text);
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, path, operation })),
  );
});
afterAll(() => api.app.close());

describe("the OpenAPI document", () => {
  it("is 3.1, and each of its references leads to a schema", () => {
    expect(document.openapi).toBe("3.1.0");
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, name = ""] of references) expect(Object.keys(document.components.schemas)).toContain(name);
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
  });

  it("gives every operation an id of its own, a summary, a success and its path parameters", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      expect(operation.operationId).toMatch(/^[a-zA-Z]+$/);
      expect(operation.summary).toBeTruthy();
      const statuses = Object.keys(operation.responses);
      expect(statuses.filter((status) => status.startsWith("2")).length).toBe(1);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters?.filter((parameter) => parameter.in === "path") ?? [];
      expect(declared.map(({ name }) => name)).toEqual(named);
    }
  });

  it("describes every refusal as a problem document, and that a token is needed everywhere but at the probes", () => {
    for (const { path, operation } of operations) {
      const isProbe = path === "/livez" || path === "/readyz";
      expect(operation.security).toEqual(isProbe ? [] : undefined);
      if (isProbe) continue;
      expect(Object.keys(operation.responses)).toContain("401");
      for (const [status, { content, description }] of Object.entries(operation.responses)) {
        if (status.startsWith("2")) continue;
        expect(content).toEqual({
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        });
        expect(description).toMatch(/^`\w+`: /);
      }
    }
  });

  it("describes only what is there: each operation has its route", () => {
    const missing = operations.filter(({ at, path }) => {
      const [verb = ""] = at.split(" ");
      const method = HTTP_METHODS.find((known) => known.toLowerCase() === verb) ?? "GET";
      return !api.app.hasRoute({ method, url: path.replaceAll(/\{(\w+)\}/g, ":$1") });
    });
    expect(missing).toEqual([]);
  });
});
