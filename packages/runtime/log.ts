import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "./config/load-config.ts";

/** Writes lines of JSON. Hand it down instead of importing one. */
export type Log = Logger;

/** Fields that are never written, however deep up to three levels they lie. */
const SECRET_FIELDS = [
  "authorization",
  "Authorization",
  "cookie",
  "token",
  "tokens",
  "accessToken",
  "access_token",
  "bearerToken",
  "secret",
  "clientSecret",
  "client_secret",
  "client_assertion",
  "password",
  "certificatePassword",
  "databaseUrl",
  "redisUrl",
] as const;
const SECRET_PATHS = SECRET_FIELDS.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
  `*.*.*.${field}`,
]);

/**
 * The log of one process: a line of JSON an entry, times in RFC 3339, secrets blanked out. It goes to standard
 * output, or to `to` where standard output belongs to something else; `path` writes to a file.
 */
export function createLog(options: {
  readonly name: string;
  readonly level: LogLevel;
  readonly to?: DestinationStream | { readonly path: string };
}): Log {
  const { to } = options;
  const stream =
    to === undefined
      ? standardOutput()
      : "path" in to
        ? destination({ dest: to.path, sync: true, mkdir: true })
        : to;
  return pino(
    {
      name: options.name,
      level: options.level,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: SECRET_PATHS, censor: "[secret]" },
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
}

/** Standard output, of which nobody may be left to read: lines are lost then, and the process goes on. */
function standardOutput(): DestinationStream {
  if (process.stdout.listenerCount("error") === 0) process.stdout.on("error", () => {});
  return process.stdout;
}
