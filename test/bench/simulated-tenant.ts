import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { startProcess } from "@standdown/cli/demo";

/** An answer of the simulated tenant, read as JSON. */
export type TenantAnswer = { readonly status: number; readonly body: TenantBody };

/** What the benchmarks look at in an answer. */
export type TenantBody = Readonly<Record<string, unknown>> & {
  readonly value?: readonly Readonly<Record<string, string | null>>[];
  readonly "@odata.nextLink"?: string;
};

/** A simulated tenant in a process of its own, asked over https on connections that stay open. */
export type BenchTenant = {
  readonly startMs: number;
  readonly ask: (method: "GET" | "POST", path: string, body?: unknown) => Promise<TenantAnswer>;
  /** Resident memory of the process in megabytes; null where the system does not tell it. */
  readonly memoryMb: () => number | null;
  readonly stop: () => Promise<unknown>;
};

const SIMULATOR = new URL("../../packages/simulator/main.ts", import.meta.url);

/** Starts one with 2.5 assignments for each administrator, no five-minute rule, no quirks and no limits: nothing but the work itself takes time. */
export async function startBenchTenant(adminCount: number): Promise<BenchTenant> {
  const beganAt = performance.now();
  const started = await startProcess({
    name: "the simulated tenant",
    file: SIMULATOR,
    args: [
      `--admins=${adminCount}`,
      "--assignments-per-admin=2.5",
      "--seed=7",
      "--minimum-age=PT0S",
      "--profile=ideal",
      "--limits=none",
      "--token-lifetime=PT12H",
    ],
  });
  const startMs = performance.now() - beganAt;
  const address: Readonly<Record<string, string>> = JSON.parse(started.readyLine);
  const agent = new Agent({ keepAlive: true, ca: readFileSync(address["caFile"] ?? "", "utf8") });
  const send = (method: string, url: string, headers: Record<string, string>, text?: string) =>
    exchange(agent, { method, url, headers }, text);
  const { body } = await send(
    "POST",
    `${address["authorityHost"]}/${address["tenantId"]}/oauth2/v2.0/token`,
    { "content-type": "application/x-www-form-urlencoded" },
    new URLSearchParams({
      grant_type: "client_credentials",
      client_id: address["clientId"] ?? "",
      client_secret: address["clientSecret"] ?? "",
      scope: "https://graph.microsoft.com/.default",
    }).toString(),
  );
  const headers = {
    authorization: `Bearer ${String(body["access_token"])}`,
    "content-type": "application/json",
  };
  return {
    startMs,
    ask: (method, path, given) =>
      send(
        method,
        `${address["graphBaseUrl"]}/v1.0${encodeURI(path)}`,
        headers,
        given === undefined ? undefined : JSON.stringify(given),
      ),
    memoryMb: () => residentMb(started.pid),
    stop: async () => {
      agent.destroy();
      await started.stop();
    },
  };
}

function exchange(
  agent: Agent,
  options: { readonly method: string; readonly url: string; readonly headers: Record<string, string> },
  text?: string,
): Promise<TenantAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TenantAnswer>();
  const { method, url, headers } = options;
  const sent = request(url, { agent, method, headers }, (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.once("error", reject);
    response.once("end", () => {
      const answered = Buffer.concat(parts).toString("utf8");
      const body: TenantBody = answered === "" ? {} : JSON.parse(answered);
      resolve({ status: response.statusCode ?? 0, body });
    });
  });
  sent.once("error", reject);
  sent.end(text);
  return promise;
}

function residentMb(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1000);
  } catch {
    return null;
  }
}
