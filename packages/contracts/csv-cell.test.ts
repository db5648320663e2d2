import fc from "fast-check";
import { expect, test } from "vitest";
import { cellOf, textOfCell } from "./csv-cell.ts";

/** Texts of what makes trouble, and of anything. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from("=+-@\t\r\n\0＝＋－＠'\" ,;\u00a0\u200b\ufeffa1")) }),
  fc.string({ unit: "binary" }),
);

test("no cell begins with what a spreadsheet takes for a formula, also after blanks", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(cellOf(value)).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/u);
      expect(cellOf(value).trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/u);
      expect(cellOf(value).replace(/^[\s\u200b-\u200f\u2060]+/u, "")).not.toMatch(/^[=+\-@\0＝＋－＠]/u);
    }),
  );
});

test("every text comes back as it was, also one with apostrophes of its own", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(textOfCell(cellOf(value))).toBe(value);
    }),
  );
});

test("a text without a formula is written as it is", () => {
  for (const value of ["", "Ana", "O'Brien", "'quoted'", "a=b", "1-2", " x"])
    expect(cellOf(value)).toBe(value);
});

test.each(["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "\0x", "＝1", " =1", "\u00a0=1", "\u200b@a", "'=1"])(
  "%j gets an apostrophe",
  (value) => expect(cellOf(value)).toBe(`'${value}`),
);
