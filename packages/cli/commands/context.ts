import type { Command } from "commander";
import { createClient, type StanddownClient } from "../client/client.ts";
import { shownJson, shownText } from "../display/terminal-text.ts";
import { oneToken, readTokens, type Tokens } from "../client/tokens.ts";

/** What a command works with. */
export type CommandContext = {
  readonly client: StanddownClient;
  /** Writes one line to standard output. */
  readonly print: (line: string) => void;
  /** True: answers are printed as the services gave them, in JSON. */
  readonly isJson: boolean;
};

/** Wrong use of the command line, as opposed to a refusal of a service. */
export class UsageError extends Error {}

const DEFAULTS = { api: "http://127.0.0.1:8080", status: "http://127.0.0.1:8081" };

/** Adds the options that every command which speaks to the services takes. */
export function addConnectionOptions(program: Command): void {
  program
    .option("--api <url>", "address of the api (STANDDOWN_API)")
    .option("--status <url>", "address of the status service (STANDDOWN_STATUS)")
    .option("--token-file <path>", "JSON file with a token for each role (STANDDOWN_TOKEN_FILE)")
    .option("--json", "print what the services answer, in JSON");
}

/**
 * The context of a command from its options, then the environment, then the defaults of this machine.
 * @throws UsageError where there is no token.
 */
export function contextOf(command: Command, environment: NodeJS.ProcessEnv): CommandContext {
  const options = command.optsWithGlobals<{
    api?: string;
    status?: string;
    tokenFile?: string;
    json?: boolean;
  }>();
  // A command that only tells something has nothing more to do once nobody listens.
  process.stdout.once("error", () => process.exit());
  const isJson = options.json === true;
  return {
    client: createClient({
      apiUrl: urlOf(options.api ?? environment["STANDDOWN_API"] ?? DEFAULTS.api),
      statusUrl: urlOf(options.status ?? environment["STANDDOWN_STATUS"] ?? DEFAULTS.status),
      tokens: tokensOf(options.tokenFile, environment),
    }),
    print: (line) => void process.stdout.write(`${isJson ? shownJson(line) : shownText(line)}\n`),
    isJson,
  };
}

function urlOf(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new UsageError(`${text} is no address: it must be like ${DEFAULTS.api}`);
  }
  return text;
}

/** A file that is named beats a token of the environment; one token there serves for every role. */
function tokensOf(path: string | undefined, environment: NodeJS.ProcessEnv): Tokens {
  if (path !== undefined) return readTokens(path);
  const { STANDDOWN_TOKEN: token, STANDDOWN_TOKEN_FILE: file } = environment;
  if (token !== undefined && token !== "") return oneToken(token);
  if (file !== undefined && file !== "") return readTokens(file);
  throw new UsageError("no token: give --token-file, or set STANDDOWN_TOKEN_FILE or STANDDOWN_TOKEN");
}
