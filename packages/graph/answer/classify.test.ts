import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify, classifyFailure, type Refusal } from "./classify.ts";
import { CallFailure } from "../client/call-failure.ts";
import { CODE_RULES } from "./microsoft-codes.ts";
import { TENANT_PROBLEM_CODES, type OwnCode } from "./tenant-problem-codes.ts";

const RECEIVED_AT = new Date("2026-11-23T21:00:00Z");

function refusal(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  effect: Refusal["effect"] = "write",
): Refusal {
  const header = (name: string) => headers[name] ?? null;
  return { effect, status, header, body, clientRequestId: "ours", receivedAt: RECEIVED_AT };
}

function error(code: string, message = ""): object {
  return { error: { code, message, innerError: { "request-id": "from-the-body" } } };
}

describe("throttling", () => {
  test.each([429, 503])("a %i with Retry-After in seconds is waited for exactly that long", (status) => {
    const problem = classify(refusal(status, error("TooManyRequests"), { "retry-after": "37" }));
    expect(problem).toMatchObject({ verdict: status === 429 ? "retryAfter" : "read", retryAfterMs: 37_000 });
    const read = classify(refusal(status, error("TooManyRequests"), { "retry-after": "37" }, "read"));
    expect(read).toMatchObject({ verdict: "retryAfter", retryAfterMs: 37_000 });
  });

  test("a Retry-After that is a date counts from when the answer came", () => {
    const headers = { "retry-after": "Mon, 23 Nov 2026 21:02:30 GMT" };
    const problem = classify(refusal(429, error("TooManyRequests"), headers));
    expect(problem).toMatchObject({ verdict: "retryAfter", retryAfterMs: 150_000 });
  });

  test("a Retry-After that has passed says now", () => {
    const headers = { "retry-after": "Mon, 23 Nov 2026 20:00:00 GMT" };
    expect(classify(refusal(429, {}, headers)).retryAfterMs).toBe(0);
  });

  test.each([{}, { "retry-after": "soon" }, { "retry-after": "-5" }, { "retry-after": "" }])(
    "without a Retry-After that can be read (%o) it is asked again later",
    (headers) => {
      const problem = classify(refusal(429, error("TooManyRequests"), headers));
      expect(problem).toMatchObject({ verdict: "retry", retryAfterMs: null });
    },
  );

  test("a status of throttling counts more than any code", () => {
    expect(classify(refusal(429, error("UnknownError"))).verdict).toBe("retry");
    expect(classify(refusal(503, error("UnknownError"), {}, "read")).verdict).toBe("retry");
    expect(classify(refusal(503, error("RoleAssignmentExists"))).verdict).toBe("read");
  });
});

describe("what nobody has seen before", () => {
  test.each([400, 404, 405, 409, 410, 418, 422, 451])("an unknown %i is final", (status) => {
    expect(classify(refusal(status, error("NeverHeardOf"))).verdict).toBe("never");
  });

  test.each([500, 502, 504, 507, 599])(
    "after an unknown %i a write is looked for, and a read made again",
    (status) => {
      expect(classify(refusal(status, error("NeverHeardOf"))).verdict).toBe("read");
      expect(classify(refusal(status, error("NeverHeardOf"), {}, "read")).verdict).toBe("retry");
    },
  );

  test("an unknown 403 is a matter for a person, and not the same as not found", () => {
    expect(classify(refusal(403, error(""), {}, "read"))).toMatchObject({ verdict: "ask", code: "refused" });
  });

  test.each([undefined, null, "<html>", [], { error: null }, { error: "text" }, { error: { code: 7 } }])(
    "a body that is no error (%o) still has a code, a message and the status's meaning",
    (body) => {
      expect(classify(refusal(400, body, {}, "read"))).toMatchObject({ code: "refused", verdict: "never" });
      expect(classify(refusal(400, body))).toMatchObject({ code: "answerMalformed", verdict: "read" });
      expect(classify(refusal(502, body))).toMatchObject({ code: "failed", verdict: "read", status: 502 });
      expect(classify(refusal(302, body))).toMatchObject({ code: "redirected", verdict: "ask", status: 302 });
      expect(classify(refusal(400, body)).message).not.toBe("");
    },
  );
});

test("any answer at all has a meaning, and none is believed that leaves open what a write did", () => {
  const known = CODE_RULES.flatMap((rule) => rule.code ?? []);
  const code = fc.constantFrom(...known, "NeverHeardOf", "", null, 7);
  const body = fc.oneof(
    fc.json().map((text): unknown => JSON.parse(text)),
    fc.record({
      error: fc.record({ code, message: fc.oneof(fc.string(), fc.json()), innerError: fc.jsonValue() }),
    }),
  );
  const headers = fc.dictionary(fc.constantFrom("retry-after", "request-id"), fc.string(), {
    noNullPrototype: true,
  });
  const status = fc.oneof(
    fc.integer({ min: 300, max: 599 }),
    fc.constantFrom(400, 401, 403, 404, 429, 500, 503),
  );
  fc.assert(
    fc.property(status, body, headers, (given, content, fields) => {
      const write = classify(refusal(given, content, fields));
      const read = classify(refusal(given, content, fields, "read"));
      expect(write.code).not.toBe("");
      expect(write.advice).not.toBe("");
      expect(read.verdict).not.toBe("read");
      if (given >= 500) {
        expect(write.verdict).toBe("read");
        expect(["retry", "retryAfter"]).toContain(read.verdict);
      }
      const isWithoutTime = write.verdict === "retryAfter" && write.retryAfterMs === null;
      if (isWithoutTime) expect(write.code).toBe("ActiveDurationTooShort");
    }),
  );
});

describe("the parts of a problem", () => {
  test("a fault that is hidden as JSON in an UnknownError's message is taken out", () => {
    const hidden = JSON.stringify({ errorCode: "PermissionScopeNotGranted", message: "missing scope" });
    const problem = classify(refusal(403, error("UnknownError", hidden)));
    expect(problem).toMatchObject({
      code: "PermissionScopeNotGranted",
      verdict: "ask",
      message: "missing scope",
    });
  });

  test("an UnknownError whose message is no JSON keeps its own code", () => {
    expect(classify(refusal(500, error("UnknownError", "{oops")))).toMatchObject({
      code: "UnknownError",
      message: "{oops",
      verdict: "read",
    });
  });

  test("the request id comes from the header, else from the body, in either spelling", () => {
    expect(classify(refusal(400, error("X"), { "request-id": "from-the-header" })).requestId).toBe(
      "from-the-header",
    );
    expect(classify(refusal(400, error("X"))).requestId).toBe("from-the-body");
    const lower = { error: { code: "X", innererror: { "request-id": "lower" } } };
    expect(classify(refusal(400, lower)).requestId).toBe("lower");
  });

  test("codes are known in any case", () => {
    expect(classify(refusal(400, error("roleassignmentexists"))).verdict).toBe("read");
  });

  test("the five-minute rule is waited for, and it does not say how long", () => {
    expect(classify(refusal(400, error("ActiveDurationTooShort")))).toMatchObject({
      verdict: "retryAfter",
      retryAfterMs: null,
    });
  });

  test("an object that the directory does not have is final for a read and looked for after a write", () => {
    expect(classify(refusal(404, error("Request_ResourceNotFound"), {}, "read")).verdict).toBe("never");
    expect(classify(refusal(404, error("Request_ResourceNotFound"))).verdict).toBe("read");
  });

  test("an invalid assignment id is known by its message, whatever code it comes with", () => {
    const body = error("BadRequest", "The role assignment id 0b1c is invalid.");
    expect(classify(refusal(400, body)).verdict).toBe("retry");
  });
});

test("without an answer, only what surely never left may be written again unread", () => {
  const codes = Object.keys(TENANT_PROBLEM_CODES).filter(isOwnCode);
  const again = codes.filter(
    (code) => classifyFailure(new CallFailure(code, "-"), "write", "c").verdict === "retry",
  );
  expect(again.toSorted()).toEqual(["notConnected", "tokenUnavailable"]);
});

function isOwnCode(code: string): code is OwnCode {
  return Object.hasOwn(TENANT_PROBLEM_CODES, code);
}
