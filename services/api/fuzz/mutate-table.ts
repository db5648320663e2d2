import { saveTable, type Table } from "../sheet/sheet-under-test.ts";
import type { Dice } from "./dice.ts";

const CELLS = [
  "",
  " ",
  "=1+1",
  "'",
  "''=x",
  '"',
  "\u0000",
  "\uFFFD",
  "\uFEFF",
  "a\r\nb",
  "convert",
  "keep",
  "exclude",
  "review",
  "Convert",
  "/",
  "//",
  "/administrativeUnits/x",
  "__proto__",
  "principalId",
  "toString",
  "𝒳".repeat(200),
  "x".repeat(700),
  "aaaaaaaa-0000-4000-8000-000000000001",
];

/** A table with some of its cells, rows and columns changed, as the text of a file. */
export function mutateTable(table: Table, dice: Dice): string {
  const copy = structuredClone(table);
  for (let times = 1 + dice.below(4); times > 0; times -= 1) mutatePart(copy, dice);
  const text = saveTable(copy, dice.isOneIn(4) ? dice.pick([";", "\t", "|"]) : ",");
  if (dice.isOneIn(6)) return text.replaceAll("\r\n", dice.pick(["\n", "\r", "\n\r", " "]));
  if (dice.isOneIn(8)) return text.replaceAll('"', dice.pick(["", "'", '""', ' "']));
  return text;
}

function mutatePart(table: Table, dice: Dice): void {
  if (table.length === 0) return;
  const rowAt = dice.below(table.length);
  const row = table[rowAt] ?? [];
  const columnAt = dice.below(row.length);
  switch (dice.below(8)) {
    case 0:
    case 1:
      row[columnAt] = dice.pick(CELLS);
      break;
    case 2:
      table.splice(rowAt, 1);
      break;
    case 3:
      table.push([...row]);
      break;
    case 4:
      for (const some of table) some.splice(columnAt, 1);
      break;
    case 5:
      for (const some of table) some.push(some[columnAt] ?? "");
      break;
    case 6:
      row.push(...Array.from({ length: dice.below(30) }, () => dice.pick(CELLS)));
      break;
    default:
      row.splice(columnAt, 1, dice.pick(table)[columnAt] ?? "");
  }
}
