import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { QuirkUnit } from "./catalogue.ts";
import { QUIRK_NAMES, QUIRKS } from "./catalogue.ts";

describe("the table in the README", () => {
  test("is the catalogue", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const rows = readme
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/gu, "").trim()));
    for (const name of QUIRK_NAMES) {
      const { unit, what, confidence, source, values: byProfile } = QUIRKS[name];
      const values = [byProfile.ideal, byProfile.observed, byProfile.hostile].map((value) =>
        valueText(unit, value),
      );
      expect(rows).toContainEqual([`\`${name}\``, what, ...values, confidence, source]);
    }
  });
});

function valueText(unit: QuirkUnit, value: number): string {
  if (value === 0) return "-";
  if (unit === "share") return `${value * 100} %`;
  if (unit === "count") return String(value);
  return value >= 24 * 60 * 60 * 1000 ? `P${value / 86_400_000}D` : `PT${value / 1000}S`;
}
