import { PROBLEM_MEDIA_TYPE, type Problem } from "@standdown/contracts";
import type { Answer } from "./answer.ts";

/** One request to a service. `body` is sent as JSON, `csv` as it is; without both nothing is sent. */
export type ServiceRequest = {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly token: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly csv?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

/** Thrown when a service can't be spoken to at all, or answers what no service of ours answers. */
export class UnreachableError extends Error {
  constructor(url: string, why: string, cause?: unknown) {
    super(`${url} ${why}`, { cause });
    this.name = "UnreachableError";
  }
}

/** Sends a request and answers with the raw response of a success, or with the problem. */
export async function send(baseUrl: string, request: ServiceRequest): Promise<Answer<Response>> {
  const url = new URL(request.path, baseUrl);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const response = await reach(url, request);
  if (response.ok) return { ok: true, value: response };
  if (!(response.headers.get("content-type") ?? "").startsWith(PROBLEM_MEDIA_TYPE)) {
    throw new UnreachableError(url.href, `answered ${response.status}, and that is no service of Standdown`);
  }
  return { ok: false, problem: await bodyOf<Problem>(response) };
}

/**
 * Sends a request and answers with its JSON body. The body's type is the caller's word: both sides of the wire
 * are one version of one contract.
 */
export async function sendForJson<T>(baseUrl: string, request: ServiceRequest): Promise<Answer<T>> {
  const answer = await send(baseUrl, request);
  if (!answer.ok) return answer;
  return { ok: true, value: await bodyOf<T>(answer.value) };
}

async function reach(url: URL, request: ServiceRequest): Promise<Response> {
  const { method, token, headers, signal } = request;
  const content = contentOf(request);
  try {
    return await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(content === null ? {} : { "content-type": content.type }),
        ...headers,
      },
      ...(content === null ? {} : { body: content.body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new UnreachableError(url.origin, "can't be reached", error);
  }
}

function contentOf({
  body,
  csv,
}: ServiceRequest): { readonly type: string; readonly body: string | Uint8Array<ArrayBuffer> } | null {
  if (csv !== undefined) return { type: "text/csv", body: csv };
  return body === undefined ? null : { type: "application/json", body: JSON.stringify(body) };
}

async function bodyOf<T>(response: Response): Promise<T> {
  const body: T = JSON.parse(await response.text());
  return body;
}
