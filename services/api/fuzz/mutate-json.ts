import type { Dice } from "./dice.ts";

const VALUES: readonly unknown[] = [
  null,
  true,
  "",
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[[[[[[[]]]]]]]],
  { afterDuration: "P9999999D" },
  "\u0000",
  "\ud800",
  "=cmd|' /C calc'!A0",
  "𝒳".repeat(300),
  "a".repeat(5000),
  "none",
  "P1D",
  "{rollout}{nobody}",
  "2999-02-31",
  "aaaaaaaa-0000-4000-8000-000000000001",
  "Message Center Reader",
];
const NAMES = ["__proto__", "constructor", "", "a/b~c", "then", "spec", "toString", "é".repeat(50)];

/** A document with some of its parts replaced, left out, said twice or under other names. */
export function mutateJson(document: unknown, dice: Dice): unknown {
  const copy: unknown = structuredClone(document);
  for (let times = 1 + dice.below(3); times > 0; times -= 1) mutatePart(copy, dice);
  return copy;
}

function mutatePart(document: unknown, dice: Dice): void {
  const holders = holdersIn(document);
  if (holders.length === 0) return;
  const holder = dice.pick(holders);
  if (Array.isArray(holder)) mutateList(holder, dice);
  else mutateObject(holder, dice);
}

function mutateList(list: unknown[], dice: Dice): void {
  const at = dice.below(list.length);
  switch (dice.below(4)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list.push(...Array.from({ length: dice.isOneIn(10) ? 300 : 2 }, () => structuredClone(list[at])));
      break;
    case 2:
      list[at] = anyValue(dice);
      break;
    default:
      list.reverse();
  }
}

function mutateObject(object: Record<string, unknown>, dice: Dice): void {
  const names = Object.keys(object);
  const name = names.length === 0 ? "x" : dice.pick(names);
  switch (dice.below(4)) {
    case 0:
      delete object[name];
      break;
    case 1:
      define(object, dice.pick(NAMES), anyValue(dice));
      break;
    case 2:
      define(object, dice.pick(NAMES), structuredClone(object[name]));
      break;
    default:
      object[name] = anyValue(dice);
  }
}

/** A copy: what is put in is changed later on. */
function anyValue(dice: Dice): unknown {
  return structuredClone(dice.pick(VALUES));
}

/** Also where the name means something to the language. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function holdersIn(value: unknown): (unknown[] | Record<string, unknown>)[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(holdersIn)];
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
