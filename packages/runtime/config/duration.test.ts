import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDurationMs } from "./duration.ts";

test.each([
  ["PT5M", 300_000],
  ["PT10S", 10_000],
  ["PT0.25S", 250],
  ["P1DT1H", 90_000_000],
  ["PT0S", 0],
])("%s is %d milliseconds", (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

test.each(["", "P", "PT", "P1DT", "5M", "PT5", "P1W", "P1M", "P1Y", "-PT5M", "PT1.5M", "PT5M ", "pt5m"])(
  "%j is no duration",
  (text) => {
    expect(parseDurationMs(text)).toBeNull();
  },
);

test("any days, hours, minutes and seconds add up", () => {
  const part = fc.nat(10_000);
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const expected = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
      expect(parseDurationMs(`P${days}DT${hours}H${minutes}M${seconds}S`)).toBe(expected);
    }),
  );
});
