import { createClient, type StanddownClient } from "../client/client.ts";
import { readTokens } from "../client/tokens.ts";
import type { Addresses } from "../up/addresses.ts";
import { startProcess, type StartedProcess } from "./started-process.ts";

/** `standdown up` in a process of its own, and a client that speaks to it. */
export type OneProcess = {
  readonly process: StartedProcess;
  readonly addresses: Addresses & { readonly tokenFile: string };
  readonly client: StanddownClient;
};

const COMMAND = new URL("../main.ts", import.meta.url);

/** Starts it in this data folder, with everything embedded, on free ports unless the environment names some. */
export async function startOneProcess(options: {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}): Promise<OneProcess> {
  const process = await startProcess({
    name: "standdown up",
    file: COMMAND,
    args: ["up", "--json"],
    environment: {
      DATABASE_URL: undefined,
      REDIS_URL: undefined,
      AUTH_TOKENS_FILE: undefined,
      API_PORT: "0",
      STATUS_PORT: "0",
      ...options.environment,
      DATA_DIR: options.dataDir,
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const addresses: Addresses = JSON.parse(process.readyLine);
  const { apiUrl, statusUrl, tokenFile } = addresses;
  if (tokenFile === null) throw new Error("standdown up made no tokens");
  return {
    process,
    addresses: { ...addresses, tokenFile },
    client: createClient({ apiUrl, statusUrl, tokens: readTokens(tokenFile) }),
  };
}
