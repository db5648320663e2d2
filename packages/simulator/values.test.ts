import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDuration } from "./duration.ts";
import { rowIdStem } from "./ids.ts";
import { createRandom } from "./random.ts";
import { formatTimestamp, parseTimestamp } from "./timestamp.ts";

describe("durations", () => {
  test.each([
    ["PT8H", 8 * 3_600_000],
    ["P365D", 365 * 86_400_000],
    ["PT1H45M", 6_300_000],
    ["PT0.5S", 500],
    ["P1DT1S", 86_401_000],
  ])("%s is understood", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    "P99999999999D",
    `PT${"9".repeat(400)}S`,
    "P6M",
    "P1Y",
    "P1W",
    "PT",
    "P",
    "8 hours",
    "",
    "-PT1H",
    "P1DT",
  ])("%s is none", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe("times", () => {
  test("are written without trailing zeros of the fraction", () => {
    expect(formatTimestamp(Date.UTC(2024, 3, 10))).toBe("2024-04-10T00:00:00Z");
    expect(formatTimestamp(Date.UTC(2024, 3, 10, 10, 20, 30, 120))).toBe("2024-04-10T10:20:30.12Z");
  });

  test("come back as they were written", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }), (date) => {
        expect(parseTimestamp(formatTimestamp(date.getTime()))).toBe(date.getTime());
      }),
    );
  });

  test("that say no offset are none", () => {
    expect(parseTimestamp("2024-04-10T00:00:00")).toBeNull();
    expect(parseTimestamp("tomorrow")).toBeNull();
  });
});

describe("ids", () => {
  test("of rows are those of the documented examples", () => {
    const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
    expect(rowIdStem(globalAdministrator, "ace08ec9-aa11-4ada-9145-addf0398233e", null)).toBe(
      "lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz4",
    );
    expect(rowIdStem(globalAdministrator, "6be4b305-b75e-4efc-bfcc-31bd3b53a5f8", null)).toBe(
      "lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfg",
    );
    const application = "661e1310-bd76-4795-89a7-8f3c8f855bfc";
    const [role, principal] = [
      "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
      "6b937a9d-c731-465b-a844-2d5b5368c161",
    ] as const;
    expect(rowIdStem(role, principal, application)).toBe(
      "kl2Jm9Msx0SdAqasLV6lw516k2sxx1tGqEQtW1NowWEQEx5mdr2VR4mnjzyPhVv8",
    );
  });
});

describe("randomness", () => {
  test("is the same for the same seed, and another for another", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [one, same, other] = [createRandom(seed), createRandom(seed), createRandom(seed + 1)];
        const guid = one.guid();
        expect(same.guid()).toBe(guid);
        expect(other.guid()).not.toBe(guid);
        expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
      }),
    );
  });

  test("shuffles without losing anything and chooses only what has weight", () => {
    fc.assert(
      fc.property(fc.nat(), fc.uniqueArray(fc.nat(), { minLength: 1 }), (seed, items) => {
        const random = createRandom(seed);
        expect(random.shuffle(items).toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
        expect(items).toContain(random.pick(items));
        expect(random.weighted([{ weight: 0 }, { weight: 3, name: "only" }])).toMatchObject({ name: "only" });
      }),
    );
  });
});
