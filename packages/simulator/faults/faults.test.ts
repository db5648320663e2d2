import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fault, FaultRequest } from "./fault.ts";
import { Faults, STRUCK_KEPT_COUNT } from "./faults.ts";
import { placeOf } from "./place.ts";
import { Tries } from "./tries.ts";

const PATH = "/v1.0/roleManagement/directory/roleEligibilityScheduleRequests";

function faultOf(some: Partial<Fault>): Fault {
  return {
    name: null,
    match: {},
    kind: "503",
    at: 1,
    count: null,
    probability: 1,
    per: "target",
    retryAfterSeconds: null,
    slowMs: 1,
    ...some,
  };
}

function write(principalId: string, action = "adminAssign"): FaultRequest {
  const body = { action, principalId, roleDefinitionId: "r", directoryScopeId: "/" };
  return { method: "POST", url: PATH, body, isBatchItem: false };
}

function read(url: string): FaultRequest {
  return { method: "GET", url, body: undefined, isBatchItem: false };
}

function batch(url: string): FaultRequest {
  const body = { requests: [{ id: "1", method: "GET", url }] };
  return { method: "POST", url: "/v1.0/$batch", body, isBatchItem: false };
}

describe("the place of a request", () => {
  test("of a write is method, path and action, and who, what and where", () => {
    expect(placeOf(write("A"))).toEqual({
      operation: "POST /roleManagement/directory/roleEligibilityScheduleRequests adminAssign",
      target: "a|r|/",
    });
  });

  test("of a path with ids is the path without them, and the ids", () => {
    const id = "62e90394-69f5-4237-9190-012177145e10";
    expect(placeOf(read(`/beta/groups/${id}/members/a@b.example/$ref`))).toEqual({
      operation: "GET /groups/{id}/members/{id}/$ref",
      target: `${id} a@b.example`,
    });
    expect(placeOf(read("/v1.0/policies/p_1/rules/Expiration_Admin_Eligibility")).operation).toBe(
      "GET /policies/{id}/rules/{id}",
    );
  });

  test("is the same in whatever order a query is written, and on each page of a list", () => {
    const one = placeOf(read("/v1.0/users?$top=2&$filter=id%20eq%20'x'"));
    expect(placeOf(read("/v1.0/users?$filter=id+eq+'x'&$skiptoken=abc&$top=2"))).toEqual(one);
    expect(one.target).toBe("$filter=id eq 'x'&$top=2");
  });

  test("of two batches is another, and of the same batch the same", () => {
    expect(placeOf(batch("/a"))).toEqual(placeOf(batch("/a")));
    expect(placeOf(batch("/a")).target).not.toBe(placeOf(batch("/b")).target);
  });
});

/** Requests of a few operations on a few targets, in two orders. */
const TWO_ORDERS = fc
  .array(
    fc.oneof(
      fc
        .record({
          who: fc.constantFrom("a", "b", "c"),
          action: fc.constantFrom("adminAssign", "adminRemove"),
        })
        .map(({ who, action }) => write(who, action)),
      fc.constantFrom("a", "b", "c").map((id) => read(`/v1.0/users/${id}1`)),
    ),
    { maxLength: 60 },
  )
  .chain((requests) =>
    fc.tuple(
      fc.constant(requests),
      fc.shuffledSubarray(requests, { minLength: requests.length, maxLength: requests.length }),
    ),
  );

/** Faults that hang on places, not on how many requests of all kinds came before. */
const KEYED_FAULTS = fc.array(
  fc
    .record({
      match: fc.constantFrom<Fault["match"][]>({}, { method: "POST" }, { pathContains: "users" }),
      kind: fc.constantFrom<Fault["kind"][]>("429", "503", "504After"),
      at: fc.integer({ min: 1, max: 3 }),
      count: fc.option(fc.integer({ min: 1, max: 3 })),
      probability: fc.constantFrom(0.1, 0.5, 1),
    })
    .map(faultOf),
  { minLength: 1, maxLength: 4 },
);

function struckPlaces(seed: number, faults: readonly Fault[], requests: readonly FaultRequest[]): string[] {
  const all = new Faults(seed);
  all.order(faults);
  for (const request of requests) all.strike(request);
  return all
    .struck()
    .map((struck) => JSON.stringify(struck))
    .toSorted();
}

test("the same requests in any order get the same faults in the same places", () => {
  fc.assert(
    fc.property(fc.nat(), KEYED_FAULTS, TWO_ORDERS, (seed, faults, [one, other]) => {
      expect(struckPlaces(seed, faults, other)).toEqual(struckPlaces(seed, faults, one));
    }),
  );
});

test("another seed strikes other places", () => {
  const requests = Array.from({ length: 200 }, (_unused, turn) => write(`p${turn}`));
  const faults = [faultOf({ probability: 0.5 })];
  expect(struckPlaces(1, faults, requests)).not.toEqual(struckPlaces(2, faults, requests));
});

test("a share is struck that is near the probability, at first tries and at later ones", () => {
  const all = new Faults(3);
  all.order([faultOf({ probability: 0.1 })]);
  for (let turn = 0; turn < 4; turn += 1) {
    for (let number = 0; number < 2500; number += 1) all.strike(write(`p${number}`));
  }
  for (const turn of [1, 2, 3, 4]) {
    const count = all.struck().filter((struck) => struck.try === turn).length;
    expect(count).toBeGreaterThan(200);
    expect(count).toBeLessThan(300);
  }
});

test.each([
  ["all requests", "all", [false, true, false, false, false]],
  ["each operation on each target", "target", [false, false, true, true, false]],
] as const)("at and count can go by %s", (_what, per, expected) => {
  const all = new Faults(1);
  all.order([faultOf({ per, at: 2, count: 1 })]);
  const writes = ["a", "b", "a", "b", "a"].map((who) => write(who));
  expect(writes.map((request) => all.strike(request) !== null)).toEqual(expected);
});

test("items of a batch can be struck alone", () => {
  const all = new Faults(1);
  all.order([faultOf({ match: { isBatchItem: true } })]);
  expect(all.strike(write("a"))).toBeNull();
  expect(all.strike({ ...write("a"), isBatchItem: true })).not.toBeNull();
});

test("what was struck is told by the fault's name", () => {
  const all = new Faults(1);
  all.order([faultOf({ match: { method: "GET" } }), faultOf({ name: "slow start", kind: "delay" })]);
  all.strike(write("a"));
  all.strike(read("/v1.0/organization"));
  expect(all.struck()).toMatchObject([
    { fault: "slow start", kind: "delay", target: "a|r|/", try: 1 },
    { fault: "503#1", kind: "503", operation: "GET /organization", target: "", try: 1 },
  ]);
});

test("memory is bounded: the oldest of many struck requests, and of many places, are forgotten", () => {
  const all = new Faults(1);
  all.order([faultOf({})]);
  for (let turn = 0; turn < 2 * STRUCK_KEPT_COUNT + 5; turn += 1) all.strike(write(`p${turn}`));
  expect(all.struck()).toHaveLength(STRUCK_KEPT_COUNT);
  expect(all.struck().at(-1)?.target).toContain(`p${2 * STRUCK_KEPT_COUNT + 4}|`);
  const tries = new Tries(2);
  const numbers = ["a", "b", "a", "c", "a", "b"].map((target) => tries.next({ operation: "", target }));
  expect(numbers.map(({ seenCount }) => seenCount)).toEqual([1, 1, 2, 1, 3, 1]);
});
