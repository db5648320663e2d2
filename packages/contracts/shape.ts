import { Type, type Static, type TArrayOptions, type TProperties, type TSchema } from "typebox";

/** An object with these fields and no others. */
export function shape<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** The same, to be referred to by its name: a named schema of the OpenAPI document. */
export function namedShape<P extends TProperties>(name: string, description: string, properties: P) {
  return Type.Object(properties, { $id: name, title: name, description, additionalProperties: false });
}

/** A list that its reader does not change. */
export function listOf<T extends TSchema>(item: T, options: TArrayOptions = {}) {
  return Type.Unsafe<readonly Static<T>[]>(Type.Array(item, options));
}

/** The value, or null where it does not exist. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** The value, by name: the schema with this `$id` must be known where it is used. */
export function refTo<T extends TSchema>(schema: T) {
  return Type.Unsafe<Static<T>>({ $ref: `${nameOf(schema)}#` });
}

/** A number for each of some names. */
export function countsOf<const N extends readonly string[]>(names: N) {
  const properties = Object.fromEntries(names.map((name) => [name, Type.Integer({ minimum: 0 })]));
  return Type.Unsafe<Readonly<Record<N[number], number>>>(
    Type.Object(properties, { additionalProperties: false }),
  );
}

/** A table from any text to one kind of value. */
export function tableOf<T extends TSchema>(value: T) {
  return Type.Unsafe<Readonly<Record<string, Static<T>>>>({ type: "object", additionalProperties: value });
}

/** The names of a table, for an enum of them. */
export function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table).filter((key): key is keyof T & string => Object.hasOwn(table, key));
}

/** An id that this product made. */
export const Id = Type.String({ format: "uuid" });

/** RFC 3339, UTC. */
export const Time = Type.String({ format: "date-time" });

/** SHA-256 in hexadecimal. */
export const Digest = Type.String({ pattern: "^[0-9a-f]{64}$" });

function nameOf(schema: TSchema): string {
  if ("$id" in schema && typeof schema.$id === "string") return schema.$id;
  throw new Error("only a named schema can be referred to");
}
