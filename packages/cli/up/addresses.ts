/** Where the one process can be reached, and where it keeps what its owner may want to read. */
export type Addresses = {
  readonly apiUrl: string;
  readonly statusUrl: string;
  /** Null: the callers are those of AUTH_TOKENS_FILE, and their tokens are not known here. */
  readonly tokenFile: string | null;
  readonly logFile: string;
};

/** One line each, for people. */
export function addressLines({ apiUrl, statusUrl, tokenFile, logFile }: Addresses): string[] {
  return [
    `api     ${apiUrl}`,
    `status  ${statusUrl}`,
    ...(tokenFile === null ? [] : [`tokens  ${tokenFile}`]),
    `log     ${logFile}`,
  ];
}
