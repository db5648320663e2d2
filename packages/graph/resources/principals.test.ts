import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import type { GraphTenant } from "../tenant.ts";
import { documentedIn } from "../testing/documented.ts";
import { StubGraph, type Asked, type Given } from "../testing/stub-graph.ts";

let stub: StubGraph;
let tenant: GraphTenant;

beforeAll(async () => {
  stub = await StubGraph.start();
  tenant = stub.tenant();
});

beforeEach(() => {
  stub.asked.length = 0;
});

afterAll(async () => {
  await tenant.close();
  await stub.close();
});

/** A directory of users `u…`, groups `g…`, service principals `s…` and devices `d…`; it knows no others. */
function directory(answerItem: (url: URL) => Given = rowsFor): (asked: Asked) => Given {
  return ({ path, body }) => {
    if (path === "/v1.0/directoryObjects/getByIds") {
      return { body: { value: (body.ids ?? []).flatMap(objectOf) } };
    }
    const responses = (body.requests ?? []).map(({ id, url }) => {
      const given = answerItem(new URL(`${stub.origin}/v1.0${url}`));
      return given === "destroy" || given === "hang" ? { id, status: 500 } : { id, status: 200, ...given };
    });
    return { body: { responses: responses.toReversed() } };
  };
}

const KINDS: Readonly<Record<string, string>> = { u: "user", g: "group", s: "servicePrincipal", d: "device" };

function objectOf(id: string): object[] {
  const kind = KINDS[id.slice(0, 1)];
  return kind === undefined
    ? []
    : [{ "@odata.type": `#microsoft.graph.${kind}`, id, displayName: `name of ${id}` }];
}

function rowsFor(url: URL): Given {
  const asked = [...(url.searchParams.get("$filter") ?? "").matchAll(/'([^']+)'/g)].map(([, id]) => id);
  const own = { accountEnabled: false, isAssignableToRole: true };
  return { body: { value: asked.map((id) => ({ id, displayName: `name of ${id}`, ...own })) } };
}

function ids(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${kind}${at}`);
}

describe("principals", () => {
  test("are all found, whatever their number and kind; those that the directory does not know are left out", async () => {
    stub.onGraph = directory();
    const known = [...ids("u", 2300), ...ids("g", 17), ...ids("s", 16), ...ids("d", 2)];
    const answer = await tenant.readPrincipals([...known, "x1", "x2", "u1"]);
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(answer.value.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
    const lookups = stub.asked.filter(({ path }) => path.endsWith("/getByIds"));
    expect(lookups.map(({ body }) => body.ids?.length)).toEqual([1000, 1000, 337]);
    const batches = stub.asked.filter(({ path }) => path.endsWith("/$batch"));
    for (const { body } of batches) {
      const { requests = [] } = body;
      expect(requests.length).toBeLessThanOrEqual(20);
      for (const { url } of requests) expect([...url.matchAll(/%2C/g)].length).toBeLessThan(15);
    }
  });

  test("none asked for is none asked", async () => {
    expect(await tenant.readPrincipals([])).toMatchObject({ ok: true, value: [] });
    expect(stub.asked).toHaveLength(0);
  });

  test("an object of a kind that holds no roles is known as such", async () => {
    stub.onGraph = directory();
    expect(await tenant.readPrincipals(["d1"])).toMatchObject({
      value: [{ id: "d1", type: "unknown", displayName: "name of d1", accountEnabled: null }],
    });
  });

  test("parts that were throttled make the whole a problem, to be waited for as long as the longest says", async () => {
    stub.onGraph = directory((url) => ({
      status: 429,
      headers: { "Retry-After": url.pathname.endsWith("/groups") ? "9" : "2" },
    }));
    expect(await tenant.readPrincipals(["u1", "g1", "s1"])).toMatchObject({
      problem: { retryAfterMs: 9000 },
    });
  });

  test.each([
    ["u1", "accountEnabled"],
    ["g1", "isAssignableToRole"],
    ["s1", "accountEnabled"],
  ])("%s without an answer for %s is a problem", async (id, property) => {
    stub.onGraph = directory(() => ({ body: { value: [{ id, displayName: "half" }] } }));
    const answer = await tenant.readPrincipals([id]);
    expect(answer).toMatchObject({ problem: { code: "answerMalformed", verdict: "retry" } });
    expect(JSON.stringify(answer)).toContain(property);
  });
});

describeWithSharedData("principals are understood as documented", (folder) => {
  const documented = documentedIn(folder);

  test("a user, a group and a service principal", async () => {
    const selected = {
      accountEnabled: true,
      userType: "Member",
      department: "Retail",
      onPremisesSyncEnabled: null,
    };
    const bodies: Readonly<Record<string, object>> = {
      "/v1.0/users": { ...documented("get_user_1").responseBody, id: "u1", ...selected },
      "/v1.0/groups": { ...documented("get_group").responseBody, id: "g1" },
      "/v1.0/servicePrincipals": { ...documented("get_serviceprincipal").responseBody, id: "s1" },
    };
    stub.onGraph = directory((url) => ({ body: { value: [bodies[url.pathname]] } }));
    const answer = await tenant.readPrincipals(["u1", "g1", "s1"]);
    const none = {
      userPrincipalName: null,
      accountEnabled: null,
      userType: null,
      department: null,
      onPremisesSyncEnabled: null,
      isAssignableToRole: null,
      appId: null,
    };
    expect(answer.ok && answer.value).toEqual([
      {
        ...none,
        ...selected,
        id: "u1",
        type: "user",
        displayName: "Adele Vance",
        userPrincipalName: "AdeleV@contoso.onmicrosoft.com",
      },
      { ...none, id: "g1", type: "group", displayName: "Library Assist" },
      {
        ...none,
        id: "s1",
        type: "servicePrincipal",
        displayName: "My app instance in tenant",
        accountEnabled: true,
        appId: "appId-value",
      },
    ]);
    expect(stub.lastBatch()).toEqual([
      "GET /users?$select=id,displayName,userPrincipalName,accountEnabled,userType,department,onPremisesSyncEnabled&$filter=id in ('u1')",
      "GET /groups?$select=id,displayName,isAssignableToRole,onPremisesSyncEnabled&$filter=id in ('g1')",
      "GET /servicePrincipals?$select=id,displayName,accountEnabled,appId&$filter=id in ('s1')",
    ]);
  });
});
