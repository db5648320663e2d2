/**
 * What a terminal would obey instead of showing it, or show in another order than it is: control characters but for
 * line ends and our own colours, and marks that turn the direction of text. A tenant's names may hold any of them.
 */
const OBEYED =
  // oxlint-disable-next-line no-control-regex
  /\u001b(?!\[[\d;]*m)|[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text for people: each such character is shown as one that could not be read. */
export function shownText(text: string): string {
  return text.replaceAll(OBEYED, "\uFFFD");
}

/** JSON for a terminal, of the same value: each such character is escaped. */
export function shownJson(json: string): string {
  return json.replaceAll(OBEYED, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
