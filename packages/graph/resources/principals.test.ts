import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { NOTHING_KNOWN } from "@standdown/domain";
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

/** A directory of users `u…`, groups `g…` and service principals `s…`; it knows no others. */
function directory(answerItem: (url: URL) => Given = rowsFor): (asked: Asked) => Given {
  return ({ body }) => {
    const responses = (body.requests ?? []).map(({ id, url }) => {
      const given = answerItem(new URL(`${stub.origin}/v1.0${url}`));
      return given === "destroy" || given === "hang" ? { id, status: 500 } : { id, status: 200, ...given };
    });
    return { body: { responses: responses.toReversed() } };
  };
}

const LETTERS: Readonly<Record<string, string>> = {
  "/v1.0/users": "u",
  "/v1.0/groups": "g",
  "/v1.0/servicePrincipals": "s",
};

/** The rows that are of the kind of the path. */
function rowsFor(url: URL): Given {
  const letter = LETTERS[url.pathname] ?? "none";
  const asked = idsIn(url).filter((id) => id.startsWith(letter));
  const own = { accountEnabled: false, isAssignableToRole: true };
  return { body: { value: asked.map((id) => ({ id, displayName: `name of ${id}`, ...own })) } };
}

function idsIn(url: URL): string[] {
  return [...(url.searchParams.get("$filter") ?? "").matchAll(/'([^']+)'/g)].map(([, id = ""]) => id);
}

function ids(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${kind}${at}`);
}

describe("principals", () => {
  test("are all found, whatever their number and kind; those that the directory does not know are left out", async () => {
    stub.onGraph = directory();
    const known = [...ids("u", 2300), ...ids("g", 17), ...ids("s", 16)];
    const answer = await tenant.readPrincipals([...known, "x1", "x2", "u1"]);
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(answer.value.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
    for (const { path, body } of stub.asked) {
      expect(path).toBe("/v1.0/$batch");
      const { requests = [] } = body;
      expect(requests.length).toBeLessThanOrEqual(20);
      for (const { url } of requests) expect([...url.matchAll(/%2C/g)].length).toBeLessThan(15);
    }
  });

  test.each([
    ["users", 300, 1],
    ["users", 301, 2],
    ["users", 3000, 10],
    ["others", 150, 1],
    ["others", 151, 2],
  ] as const)("as %s, %i ids are %i requests", async (search, idCount, requestCount) => {
    stub.onGraph = directory();
    const { answer, ...told } = await tenant.findPrincipals(search, ids("u", idCount));
    expect(answer).toMatchObject({ ok: true });
    expect(answer.ok && answer.value.length).toBe(search === "users" ? idCount : 0);
    expect(told).toEqual({ requestCount });
    expect(stub.asked).toHaveLength(requestCount);
  });

  test("where one in fifty is no user, cost within 5% of the least number of requests", async () => {
    stub.onGraph = directory();
    const answer = await tenant.readPrincipals([...ids("u", 23_520), ...ids("s", 480)]);
    expect(answer.ok && answer.value.length).toBe(24_000);
    const leastPossible = 24_000 / 300;
    expect(stub.asked.length).toBeLessThanOrEqual(leastPossible * 1.05);
  });

  test("none asked for is none asked", async () => {
    expect(await tenant.readPrincipals([])).toMatchObject({ ok: true, value: [] });
    expect(stub.asked).toHaveLength(0);
  });

  test("parts that were throttled make the whole a problem, to be waited for as long as the longest says", async () => {
    stub.onGraph = directory((url) =>
      url.pathname === "/v1.0/users"
        ? rowsFor(url)
        : { status: 429, headers: { "Retry-After": url.pathname.endsWith("/groups") ? "9" : "2" } },
    );
    expect(await tenant.readPrincipals(["g1", "s1"])).toMatchObject({
      problem: { retryAfterMs: 9000 },
    });
  });

  test.each([
    ["users", "User.Read.All and, for their sign-ins, AuditLog.Read.All"],
    ["others", "GroupMember.Read.All and Application.Read.All"],
  ] as const)("that may not be read as %s say which permission is missing", async (search, permission) => {
    stub.onGraph = directory(() => ({
      status: 403,
      body: { error: { code: "Authorization_RequestDenied", message: "no" } },
    }));
    const { answer } = await tenant.findPrincipals(search, ["u1"]);
    expect(answer).toMatchObject({ ok: false, problem: { verdict: "ask", status: 403 } });
    expect(JSON.stringify(answer)).toContain(permission);
  });

  test.each([
    ["u1", "accountEnabled"],
    ["g1", "isAssignableToRole"],
    ["s1", "accountEnabled"],
  ])("%s without an answer for %s is a problem", async (id, property) => {
    stub.onGraph = directory((url) => ({
      body: { value: LETTERS[url.pathname] === id.slice(0, 1) ? [{ id, displayName: "half" }] : [] },
    }));
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
    stub.onGraph = directory((url) => ({
      body: {
        value: idsIn(url).some((id) => id.startsWith(LETTERS[url.pathname] ?? ""))
          ? [bodies[url.pathname]]
          : [],
      },
    }));
    const answer = await tenant.readPrincipals(["u1", "g1", "s1"]);
    expect(answer.ok && answer.value).toEqual([
      {
        ...NOTHING_KNOWN,
        ...selected,
        id: "u1",
        type: "user",
        displayName: "Adele Vance",
        userPrincipalName: "AdeleV@contoso.onmicrosoft.com",
        jobTitle: "Retail Manager",
      },
      {
        ...NOTHING_KNOWN,
        id: "g1",
        type: "group",
        displayName: "Library Assist",
        isDynamic: false,
        createdDateTime: "2021-09-13T10:07:01Z",
      },
      {
        ...NOTHING_KNOWN,
        id: "s1",
        type: "servicePrincipal",
        displayName: "My app instance in tenant",
        accountEnabled: true,
        appId: "appId-value",
      },
    ]);
    expect(
      stub.asked.flatMap(({ body }) => (body.requests ?? []).map(({ url }) => decodeURIComponent(url))),
    ).toEqual([
      "/users?$select=id,displayName,userPrincipalName,accountEnabled,userType,department,onPremisesSyncEnabled,country,jobTitle,externalUserState,identities,assignedPlans,signInActivity,createdDateTime&$filter=id in ('u1','g1','s1')",
      "/groups?$select=id,displayName,isAssignableToRole,onPremisesSyncEnabled,groupTypes,membershipRule,createdDateTime&$filter=id in ('g1','s1')",
      "/servicePrincipals?$select=id,displayName,accountEnabled,appId,servicePrincipalType&$filter=id in ('g1','s1')",
    ]);
  });
});
