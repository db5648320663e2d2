/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

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
