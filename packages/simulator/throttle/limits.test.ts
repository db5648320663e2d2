import { expect, test } from "vitest";
import { costOf } from "./call-cost.ts";
import { headersOf } from "./headers.ts";
import type { LimitPreset } from "./limits.ts";
import { allowancesOf } from "./limits.ts";
import type { Passage } from "./throttle.ts";
import { Throttle } from "./throttle.ts";

function callsAtOnce(options: {
  readonly method?: string;
  readonly url: string;
  readonly count: number;
  readonly apps?: readonly string[];
  readonly preset?: LimitPreset;
}): {
  readonly passages: readonly Passage[];
  readonly throttle: Throttle;
  readonly pass: (ms: number) => void;
} {
  let now = 1_000_000;
  const throttle = new Throttle({
    preset: options.preset ?? "published",
    wallNow: () => now,
    userCount: () => 501,
    pimWriteLimit: () => 0,
  });
  const cost = costOf(options.method ?? "GET", options.url);
  const apps = options.apps ?? ["app"];
  const passages = Array.from({ length: options.count }, (_unused, turn) =>
    throttle.charge(apps[turn % apps.length] ?? "", cost),
  );
  return { passages, throttle, pass: (ms) => (now += ms) };
}

const WHO = { appId: "app", tenantId: "tenant" };

test.each([
  ["resourceUnits", "GET", "/organization", 8000, ["app"], "10"],
  ["writes", "POST", "/x", 3000, ["app"], "150"],
  ["tenantWrites", "POST", "/x", 18_000, ["a", "b", "c", "d", "e", "f", "g"], "300"],
  ["reports", "GET", "/auditLogs/directoryAudits", 5, ["app"], "10"],
  ["conditionalAccess", "GET", "/identity/conditionalAccess/policies", 1, ["a", "b"], undefined],
] as const)(
  "%s: %s %s passes as often as published and no more, and says when to come back where Microsoft does",
  (limit, method, url, count, apps, retryAfter) => {
    const { passages } = callsAtOnce({ method, url, count: count + 1, apps });
    expect(passages.filter(({ refusedBy }) => refusedBy === null)).toHaveLength(count);
    const last = passages.at(-1) ?? { share: 0, refusedBy: null };
    expect(last.refusedBy?.limit).toBe(limit);
    expect(headersOf(last, WHO)["retry-after"]).toBe(retryAfter);
  },
);

test("applications have budgets of their own", () => {
  const { passages } = callsAtOnce({ url: "/auditLogs/signIns", count: 10, apps: ["a", "b"] });
  expect(passages.filter(({ refusedBy }) => refusedBy !== null)).toEqual([]);
});

test("nobody ignores a Retry-After that was not given", () => {
  const { throttle, pass } = callsAtOnce({ url: "/identityProtection/riskyUsers", count: 2 });
  throttle.allow({
    ...allowancesOf("none"),
    conditionalAccess: { count: 1, windowMs: 60_000 },
  });
  const cost = costOf("GET", "/identityProtection/riskyUsers");
  for (let turn = 0; turn < 3; turn += 1) {
    throttle.charge("app", cost);
    pass(2000);
  }
  const use = throttle.uses().get("conditionalAccess");
  expect([use?.refusedCount, use?.ignoredRetryAfterCount]).toEqual([2, 0]);
});

test("a limit that was passed by far is said to be used to 1.8 and no more", () => {
  expect(headersOf({ share: 7, refusedBy: null }, WHO)).toEqual({ "x-ms-throttle-limit-percentage": "1.8" });
});
