import type { JsonObject } from "../json.ts";
import { isJsonObject } from "../json.ts";

export type { JsonObject } from "../json.ts";
export { isJsonObject } from "../json.ts";

/** A text as an object; an empty text, and anything that is no object, is an empty one. */
export function parseObject(text: string): JsonObject {
  const value: unknown = text === "" ? {} : JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** The objects of the list with this name. */
export function objectsAt(body: JsonObject, name: string): readonly JsonObject[] {
  const list = body[name];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** The text with this name; a test that needs one fails where there is none. */
export function textAt(body: JsonObject, name: string): string {
  const text = body[name];
  if (typeof text !== "string") throw new TypeError(`"${name}" is no text.`);
  return text;
}

/** The object with this name; a test that needs one fails where there is none. */
export function objectAt(body: JsonObject, name: string): JsonObject {
  const object = body[name];
  if (!isJsonObject(object)) throw new TypeError(`"${name}" is no object.`);
  return object;
}
