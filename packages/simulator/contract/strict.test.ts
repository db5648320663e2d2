import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { requestCollection } from "../collections/requests.ts";
import { roleDefinitions } from "../collections/role-definitions.ts";
import { SCHEDULE_COLLECTIONS, scheduleCollection } from "../collections/schedules.ts";
import type { FilterRules } from "../odata/filter.ts";
import { objectsAt } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab } from "../testing/lab.ts";
import { startSimulator } from "../testing/process.ts";
import type { Exchange } from "./contract.ts";
import { Contract } from "./contract.ts";
import { readContractFile } from "./contract-file.ts";
import type { Json } from "./document.ts";
import { objectIn, readDocument } from "./document.ts";

function shape(properties: Json): Json {
  return { allOf: [{ $ref: "#/components/schemas/entity" }, { type: "object", properties }] };
}

/** A branch of a schema that lets `@odata.type` choose. */
function chosen(name: string): Json {
  const mark = { type: "object", properties: { "@odata.type": { const: `#${name}` } } };
  return { allOf: [{ $ref: `#/components/schemas/${name}` }, mark] };
}

const DOCUMENT = readDocument({
  paths: {
    "/things": {
      get: {
        parameters: [{ name: "$select", in: "query" }],
        responses: {
          "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/list" } } } },
        },
      },
      post: {
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/thing" } } } },
        responses: {
          "201": { content: { "application/json": { schema: { $ref: "#/components/schemas/thing" } } } },
        },
      },
    },
    "/things/{thing-id}": { delete: { responses: { "204": {} } } },
    "/things/special": { delete: { responses: { "202": {} } } },
  },
  components: {
    schemas: {
      entity: { type: "object", properties: { id: { type: "string" } } },
      thing: {
        allOf: [
          { $ref: "#/components/schemas/entity" },
          {
            type: "object",
            properties: {
              inner: { $ref: "#/components/schemas/entity" },
              choice: { $ref: "#/components/schemas/choice" },
            },
          },
        ],
      },
      round: shape({ radius: { type: "number" } }),
      square: shape({ side: { type: "number" } }),
      choice: { oneOf: [chosen("round"), chosen("square")] },
      list: {
        type: "object",
        required: ["value"],
        properties: { value: { type: "array", items: { $ref: "#/components/schemas/thing" } } },
      },
    },
  },
});

function found(exchange: Partial<Exchange>): readonly string[] {
  const contract = new Contract(DOCUMENT);
  const findings = contract.check({
    method: "GET",
    url: "/things",
    requestBody: undefined,
    status: 200,
    answerBody: { value: [] },
    ...exchange,
  });
  return findings.map(({ side, what }) => `${side}: ${what}`);
}

describe("a contract", () => {
  test("has nothing against what it knows, inherited parts and annotations included", () => {
    const choice = { id: "c", "@odata.type": "#square", side: 2 };
    const row = { id: "a", "@odata.type": "#x", inner: { id: "b" }, choice };
    expect(found({ answerBody: { "@odata.context": "x", value: [row] } })).toEqual([]);
    expect(found({ method: "DELETE", url: "/things/1", status: 204, answerBody: undefined })).toEqual([]);
    expect(found({ method: "DELETE", url: "/THINGS/special", status: 202, answerBody: undefined })).toEqual(
      [],
    );
  });

  test.each<[what: string, exchange: Partial<Exchange>, expected: string]>([
    [
      "an unknown property",
      { answerBody: { value: [{ id: "a", more: 1 }] } },
      'answer: /value/0 must not have "more"',
    ],
    [
      "an unknown property further in",
      { answerBody: { value: [{ inner: { more: 1 } }] } },
      'answer: /value/0/inner must not have "more"',
    ],
    [
      "an unknown type where the type chooses",
      { answerBody: { value: [{ choice: { "@odata.type": "#oval", id: "a" } }] } },
      "answer: /value/0/choice/@odata.type must be equal to one of the allowed values",
    ],
    [
      "a property of another type where the type chooses",
      { answerBody: { value: [{ choice: { "@odata.type": "#round", radius: 1, side: 1 } }] } },
      'answer: /value/0/choice must not have "side"',
    ],
    [
      "no type where the type chooses",
      { answerBody: { value: [{ choice: { radius: 1 } }] } },
      "answer: /value/0/choice must have required property '@odata.type'",
    ],
    ["a wrong type", { answerBody: { value: [{ id: 1 }] } }, "answer: /value/0/id must be string"],
    ["a missing property", { answerBody: {} }, "answer: the body must have required property 'value'"],
    ["an unforeseen status", { status: 202 }, "answer: the status 202 is not one of this path"],
    [
      "a body where there is none",
      { method: "DELETE", url: "/things/1", status: 204 },
      "answer: a body where there is none",
    ],
    ["an unknown option", { url: "/things?$top=1" }, "request: $top is not an option of this path"],
    [
      "a wrong body",
      { method: "POST", requestBody: { id: 5 }, status: 201, answerBody: { id: "5" } },
      "request: /id must be string",
    ],
    [
      "success on a path that it does not have",
      { url: "/others" },
      "answer: a path that the contract does not have was answered with success",
    ],
  ])("finds %s", (_what, exchange, expected) => {
    expect(found(exchange)).toContain(expected);
  });
});

/** What each role collection can be filtered by, as it is served. */
function servedFilters({ tenant }: Lab): Readonly<Record<string, FilterRules>> {
  const requests = (["assignment", "eligibility"] as const).map((side) => requestCollection(tenant, side, 1));
  const schedules = SCHEDULE_COLLECTIONS.map((name) => scheduleCollection(tenant, name, 1));
  const entries = [...requests, ...schedules, roleDefinitions(tenant, false)].map(
    ({ path, filterable }): [string, FilterRules] => [`/${path}`, filterable],
  );
  return Object.fromEntries(entries);
}

function sortedRules(rules: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(rules).map(([name, list]): [string, unknown] => [
    name,
    Array.isArray(list) ? list.map(String).toSorted() : list,
  ]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

describeWithSharedData("what is checked while it runs", (folder) => {
  const file = join(folder, "pim-openapi.json");

  test("role collections are filtered by exactly what is documented, operator by operator", async () => {
    const { document } = readContractFile(file);
    const served = servedFilters(await createLab());
    for (const [path, rules] of Object.entries(served)) {
      const operation = document.operations.find((one) => one.method === "GET" && one.path === path);
      const documented = objectIn(operation?.raw ?? {}, "x-filterable");
      expect([path, sortedRules(rules)]).toEqual([path, sortedRules(documented)]);
    }
  });

  test("an answer that breaks the contract becomes a 500, and the control surface tells of it", async () => {
    const lab = await createLab({ contract: readContractFile(file) });
    lab.tenant.access.putContext({ id: "c9", displayName: "Broken", description: "", isAvailable: true });
    const path = "/identity/conditionalAccess/authenticationContextClassReferences";
    expect((await lab.graph("GET", path)).status).toBe(200);
    const broken = { id: "c8", displayName: "Broken", description: "", isAvailable: true, secret: 1 };
    lab.tenant.access.putContext(broken);
    const answer = await lab.graph("GET", path);
    expect(answer.status).toBe(500);
    expect(answer.body["error"]).toMatchObject({
      message: 'The contract is broken: /value/4 must not have "secret"',
    });
    const { body } = await lab.control("GET", "/contract");
    expect(body).toMatchObject({ isChecked: true, requests: 2, answers: 2 });
    expect(objectsAt(body, "violations")).toMatchObject([
      { side: "answer", method: "GET", url: path, status: 200 },
    ]);
  });

  test("a process with --strict checks what it is asked and answers, faults and tokens included", async () => {
    const simulator = await startSimulator(["--admins", "20", "--strict", file]);
    try {
      await simulator.graph("GET", "/users?$top=2");
      await simulator.graph("GET", "/users?$skip=2");
      await simulator.control("POST", "/faults", { match: { pathContains: "/groups" }, kind: "503" });
      expect((await simulator.graph("GET", "/groups")).status).toBe(503);
      const { body } = await simulator.control("GET", "/contract");
      expect(body).toMatchObject({ isChecked: true, requests: 3, answers: 3 });
      expect(objectsAt(body, "violations").map((one) => one["what"])).toEqual([
        "$skip is not an option of this path",
      ]);
    } finally {
      await simulator.stop();
    }
  });
});
