/** The query of a request. Values are quoted, and the whole is encoded for a URL. */
export type Query = {
  readonly filter?: string;
  readonly select?: readonly string[];
  readonly expand?: string;
  readonly top?: number;
};

/** A path with its query. */
export function withQuery(path: string, { filter, select, expand, top }: Query): string {
  const parts = [
    ...(select === undefined ? [] : [`$select=${select.join(",")}`]),
    ...(filter === undefined ? [] : [`$filter=${encodeURIComponent(filter)}`]),
    ...(expand === undefined ? [] : [`$expand=${encodeURIComponent(expand)}`]),
    ...(top === undefined ? [] : [`$top=${top}`]),
  ];
  return parts.length === 0 ? path : `${path}?${parts.join("&")}`;
}

/** True for rows whose properties have all of these values. */
export function whereAll(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} eq ${quoted(value)}`)
    .join(" and ");
}

/** True for rows whose property is true. */
export function whereTrue(name: string): string {
  return `${name} eq true`;
}

/** True for rows whose property has one of these values. */
export function whereOneOf(name: string, values: readonly string[]): string {
  return `${name} in (${values.map(quoted).join(",")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
