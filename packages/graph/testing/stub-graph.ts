import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { generate } from "selfsigned";
import type { CredentialConfig } from "@standdown/runtime";
import { createTenant, type GraphTenant, type TenantOptions } from "../tenant.ts";

/** What a test may look at in a body: a batch has `requests`, a look-up has `ids`. */
export type AskedBody = {
  readonly requests?: readonly { readonly id: string; readonly method: string; readonly url: string }[];
  readonly ids?: readonly string[];
  readonly [name: string]: unknown;
};

/** A request as it arrived. `query` is decoded. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The path and query exactly as they were on the wire. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AskedBody;
};

/** What is answered; or the connection ends, or nothing ever comes. */
export type Given =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | "destroy"
  | "hang";

type Handler = (asked: Asked) => Given;

export const TENANT_ID = "84841066-274d-4ec0-a5c1-276be684bdd3";
export const CLIENT_ID = "16a1e2b6-3f0c-4ae1-9a4c-4a2b0a2f8b11";

/** A server on loopback that answers as a test says, with a token endpoint beside it. */
export class StubGraph {
  readonly origin: string;
  readonly caPem: string;
  /** What Graph was asked, in order; requests for tokens are apart. */
  readonly asked: Asked[] = [];
  readonly tokensAsked: URLSearchParams[] = [];
  onGraph: Handler = () => ({ body: { value: [] } });
  onToken: Handler = () => ({
    body: { token_type: "Bearer", expires_in: 3599, access_token: `token-${this.tokensAsked.length}` },
  });
  readonly #server: Server;

  private constructor(server: Server, port: number, caPem: string) {
    this.#server = server;
    this.origin = `https://localhost:${port}`;
    this.caPem = caPem;
    server.on("request", (request, response) => void this.#handle(request, response));
  }

  static async start(): Promise<StubGraph> {
    const pems = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    });
    const server = createServer({ key: pems.private, cert: pems.cert });
    await new Promise<void>((resolve) => {
      server.listen(0, "localhost", resolve);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the stub has no port");
    return new StubGraph(server, address.port, pems.cert);
  }

  /** A tenant that speaks to this server, with a client secret if nothing else is said. */
  tenant(more: Partial<TenantOptions> = {}): GraphTenant {
    const credential: CredentialConfig = { kind: "secret", clientId: CLIENT_ID, clientSecret: "hush-hush" };
    return createTenant({
      tenantId: TENANT_ID,
      graphBaseUrl: this.origin,
      authorityHost: this.origin,
      credential,
      extraCaPem: this.caPem,
      ...more,
    });
  }

  /** The questions of the last batch, decoded: `GET /path?query`. */
  lastBatch(): readonly string[] {
    const requests = this.asked.at(-1)?.body.requests ?? [];
    return requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`);
  }

  /** Answers the given answers one after the other, the last one again and again. */
  answerInTurn(...answers: readonly Given[]): void {
    let at = 0;
    this.onGraph = () => {
      const given = answers[Math.min(at, answers.length - 1)];
      at += 1;
      return given ?? "destroy";
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? "";
    const text = await textOf(request);
    const url = new URL(target, this.origin);
    if (url.pathname.endsWith("/.well-known/openid-configuration")) {
      return reply(response, { body: discoveryOf(`${this.origin}/${TENANT_ID}`) });
    }
    const isToken = url.pathname.endsWith("/oauth2/v2.0/token");
    const asked: Asked = {
      method: request.method ?? "",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      target,
      headers: request.headers,
      body: text === "" || isToken ? {} : JSON.parse(text),
    };
    if (isToken) this.tokensAsked.push(new URLSearchParams(text));
    else this.asked.push(asked);
    reply(response, isToken ? this.onToken(asked) : this.onGraph(asked));
  }
}

function reply(response: ServerResponse, given: Given): void {
  if (given === "hang") return;
  if (given === "destroy") {
    response.socket?.destroy();
    return;
  }
  const { status = 200, headers = {}, body } = given;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "request-id": "their-id", ...headers });
  response.end(text);
}

function discoveryOf(issuer: string): object {
  return {
    issuer: `${issuer}/v2.0`,
    token_endpoint: `${issuer}/oauth2/v2.0/token`,
    authorization_endpoint: `${issuer}/oauth2/v2.0/authorize`,
    jwks_uri: `${issuer}/discovery/v2.0/keys`,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}
