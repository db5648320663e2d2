import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The body of a documented write. */
export type DocumentedRequest = {
  readonly action: "adminAssign" | "adminRemove";
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
  readonly justification?: string;
  readonly scheduleInfo?: { readonly expiration: { readonly type: string; readonly endDateTime?: string } };
};

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A request and its answer as Microsoft's reference prints them. */
export type Documented = {
  readonly name: string;
  readonly apiVersion: string;
  readonly method: string;
  readonly url: string;
  /** Read only where the example is a write. */
  readonly requestBody: DocumentedRequest;
  readonly status: number;
  readonly responseBody: JsonObject & { readonly value?: readonly JsonObject[] };
};

/** The documented example of this name: that of v1.0 where there are several, the first one of those. */
export function documentedIn(folder: string): (name: string) => Documented {
  const lines = readFileSync(join(folder, "graph-examples.jsonl"), "utf8").trim().split("\n");
  const examples = lines.map((line): Documented => JSON.parse(line));
  const ranked = examples.toSorted((a, b) => b.apiVersion.localeCompare(a.apiVersion));
  return (name) => {
    const found = ranked.find((example) => example.name === name);
    if (found === undefined) throw new Error(`there is no documented example ${name}`);
    return found;
  };
}

/** The rows of a documented list. */
export function rowsOf({ name, responseBody }: Documented): readonly JsonObject[] {
  if (responseBody.value === undefined) throw new Error(`${name} is no list`);
  return responseBody.value;
}

/** The path below the version. */
export function pathOf(example: Documented): string {
  return new URL(example.url).pathname.replace(/^\/(v1\.0|beta)/, "").replace(/\/$/, "");
}
