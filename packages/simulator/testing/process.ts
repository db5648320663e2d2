import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Agent, fetch } from "undici";
import type { JsonObject } from "./json.ts";
import { parseObject, textAt } from "./json.ts";

const MAIN = join(import.meta.dirname, "..", "main.ts");

/** The first line of the process. */
export interface Announcement {
  readonly graphBaseUrl: string;
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientCertificateFile: string;
  readonly federatedTokenFile: string;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly caFile: string;
  readonly controlUrl: string;
}

/** A status and a body, read as JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** The simulator as a process of its own, and a client without any library of Microsoft's. */
export interface RunningSimulator {
  readonly announcement: Announcement;
  readonly child: ChildProcess;
  readonly caPem: string;
  /** All that was written to its standard output. */
  output(): readonly string[];
  graph(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<HttpAnswer>;
  control(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
  token(secret: string): Promise<HttpAnswer>;
  stop(): Promise<number | null>;
}

function readAnnouncement(line: string): Announcement {
  const told = parseObject(line);
  return {
    graphBaseUrl: textAt(told, "graphBaseUrl"),
    authorityHost: textAt(told, "authorityHost"),
    tenantId: textAt(told, "tenantId"),
    clientId: textAt(told, "clientId"),
    clientSecret: textAt(told, "clientSecret"),
    clientCertificateFile: textAt(told, "clientCertificateFile"),
    federatedTokenFile: textAt(told, "federatedTokenFile"),
    identityEndpoint: textAt(told, "identityEndpoint"),
    identityHeader: textAt(told, "identityHeader"),
    caFile: textAt(told, "caFile"),
    controlUrl: textAt(told, "controlUrl"),
  };
}

/** Starts the process and waits for its first line. */
export async function startSimulator(argv: readonly string[]): Promise<RunningSimulator> {
  const child = spawn(process.execPath, [MAIN, ...argv], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const first = once(reader, "line");
  reader.on("line", (line) => lines.push(line));
  await first;
  const announcement = readAnnouncement(lines[0] ?? "");
  const caPem = readFileSync(announcement.caFile, "utf8");
  const dispatcher = new Agent({ connect: { ca: caPem } });
  const { authorityHost, tenantId, clientId, clientSecret, graphBaseUrl, controlUrl } = announcement;

  const token = async (secret: string): Promise<HttpAnswer> => {
    const response = await fetch(`${authorityHost}/${tenantId}/oauth2/v2.0/token`, {
      method: "POST",
      dispatcher,
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: secret,
        scope: "https://graph.microsoft.com/.default",
      }),
    });
    return { status: response.status, body: parseObject(await response.text()) };
  };
  const accessToken = String((await token(clientSecret)).body["access_token"]);

  return {
    announcement,
    child,
    caPem,
    output: () => lines,
    token,
    async graph(method, path, body, signal) {
      const response = await fetch(`${graphBaseUrl}/v1.0${path}`, {
        method,
        dispatcher,
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      return { status: response.status, body: parseObject(await response.text()) };
    },
    async control(method, path, body) {
      const response = await fetch(`${controlUrl}${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      return { status: response.status, body: parseObject(await response.text()) };
    },
    async stop() {
      await dispatcher.destroy();
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
      return child.exitCode;
    },
  };
}
