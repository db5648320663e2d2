import { join } from "node:path";
import { createLog, loadConfig, runProcess } from "@standdown/runtime";
import { addressLines } from "./addresses.ts";
import { startAll } from "./start-all.ts";

/**
 * The whole of Standdown in this process, until it is told to end. Standard output says where everything is, as
 * lines for people or as one JSON object; the log goes to a file of the data folder.
 * @throws ConfigurationError with every mistake of the environment.
 */
export function runUp(environment: NodeJS.ProcessEnv, options: { readonly isJson: boolean }): void {
  const config = loadConfig(environment, "embedded");
  const logFile = join(config.dataDir, "standdown.log");
  const log = createLog({ name: "standdown", level: config.logLevel, to: { path: logFile } });
  runProcess(
    async (life) => {
      try {
        const addresses = await startAll({ config, life, log, logFile });
        const lines = options.isJson ? [JSON.stringify(addresses)] : addressLines(addresses);
        for (const line of lines) process.stdout.write(`${line}\n`);
      } catch (error) {
        // The log has the details; whoever started this looks at the terminal.
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nSee ${logFile}\n`);
        throw error;
      }
    },
    { log },
  );
}
