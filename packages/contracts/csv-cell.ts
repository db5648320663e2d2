/**
 * What a spreadsheet could take for a formula: `=`, `+`, `-` or `@`, also full-width, a tab, a line break or NUL, at the
 * start or after blanks that some programs drop (OWASP, "CSV Injection"; ASVS 1.2.10). Apostrophes before it count as
 * well, so that one that was there is told from one that was added.
 */
const FORMULA = /^'*[\s\u200b-\u200f\u2060]*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/u;

/** The text for a cell of any CSV that leaves this product: with an apostrophe before what could be a formula. */
export function cellOf(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that a cell stands for: what {@link cellOf} was given. */
export function textOfCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
