import { styleText } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shownJson, shownText } from "./terminal-text.ts";

test.each([
  ["an escape sequence that would clear the screen", "Ann\u001b[2J", "Ann\uFFFD[2J"],
  ["one that would set the title", "\u001b]0;owned\u0007", "\uFFFD]0;owned\uFFFD"],
  ["one of eight bits", "\u009b2J", "\uFFFD2J"],
  ["a mark that turns the text", "nimda\u202e", "nimda\uFFFD"],
  ["a carriage return that would overwrite the line", "Ann\rBob", "Ann\uFFFDBob"],
])("%s is shown and not obeyed", (_what, text, shown) => {
  expect(shownText(text)).toBe(shown);
});

test("colours, line ends and letters of every script stay", () => {
  const text = `${styleText("red", "Zoë", { validateStream: false })}\n李 Ünal`;
  expect(shownText(text)).toBe(text);
});

test("JSON stays the same value, and has nothing in it that a terminal obeys", () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: "binary" }), (json) => {
      const shown = shownJson(json);
      expect(JSON.parse(shown)).toEqual(JSON.parse(json));
      expect(shownText(shown)).toBe(shown);
    }),
  );
});
