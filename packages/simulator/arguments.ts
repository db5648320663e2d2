import { parseArgs } from "node:util";
import { contractProblem } from "./contract/contract-file.ts";
import { parseDuration } from "./duration.ts";
import type { Profile } from "./quirks/catalogue.ts";
import { PROFILES } from "./quirks/catalogue.ts";
import type { ScenarioName } from "./scenarios/scenarios.ts";
import { isScenario, SCENARIO_NAMES } from "./scenarios/scenarios.ts";
import type { LimitPreset } from "./throttle/limits.ts";
import { LIMIT_PRESETS } from "./throttle/limits.ts";
import { parseTimestamp } from "./timestamp.ts";

/** How the process was asked to run. */
export interface SimulatorArguments {
  readonly seed: number;
  readonly adminCount: number;
  /** Rows for each administrator at least; null for as many as come about. */
  readonly assignmentsPerAdmin: number | null;
  /** The file of an exported inventory that the tenant is made from; null for one that is made up. */
  readonly from: string | null;
  /** The tenant that is made row by row; null for one that is made up by chance. */
  readonly scenario: ScenarioName | null;
  readonly minimumAgeMs: number;
  readonly listen: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly controlPort: number;
  readonly caFile: string | null;
  readonly clientSecret: string | null;
  /** The moment that the seeded times are measured from; null for now. */
  readonly epochAt: number | null;
  readonly tokenLifetimeMs: number;
  readonly directoryPageSize: number;
  readonly rolePageSize: number;
  readonly profile: Profile;
  readonly lagFactor: number;
  readonly limits: LimitPreset;
  /** An OpenAPI document that every request and answer is checked against; null for none. */
  readonly strictFile: string | null;
}

const OPTIONS = {
  seed: { type: "string", default: "1" },
  admins: { type: "string" },
  "assignments-per-admin": { type: "string" },
  from: { type: "string" },
  scenario: { type: "string" },
  "minimum-age": { type: "string", default: "PT5M" },
  listen: { type: "string", default: "127.0.0.1" },
  port: { type: "string", default: "0" },
  "control-port": { type: "string", default: "0" },
  "ca-file": { type: "string" },
  "client-secret": { type: "string" },
  epoch: { type: "string" },
  "token-lifetime": { type: "string", default: "PT1H" },
  "directory-page-size": { type: "string", default: "100" },
  "role-page-size": { type: "string", default: "200" },
  profile: { type: "string", default: "observed" },
  "lag-factor": { type: "string", default: "1" },
  limits: { type: "string", default: "published" },
  strict: { type: "string" },
} as const;

/** Collects what is wrong while values are read. */
class Problems {
  readonly list: string[] = [];

  whole(name: string, text: string, minimum: number, maximum: number): number {
    const value = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    this.list.push(`--${name} must be a whole number from ${minimum} to ${maximum}, not "${text}"`);
    return minimum;
  }

  duration(name: string, text: string): number {
    const value = parseDuration(text);
    if (value !== null) return value;
    this.list.push(`--${name} must be an ISO 8601 duration of days and hours such as PT5M, not "${text}"`);
    return 0;
  }

  /** Options that say how a tenant is made up mean nothing for one that is loaded. */
  onlyMadeUp(values: Readonly<Record<string, unknown>>): void {
    if (values["from"] === undefined) return;
    for (const name of ["admins", "assignments-per-admin", "epoch"]) {
      if (values[name] !== undefined) this.list.push(`--${name} cannot be given together with --from`);
    }
  }

  /** A scenario is one tenant: what makes another one cannot be asked for besides. */
  scenario(name: string, values: Readonly<Record<string, unknown>>): ScenarioName | null {
    const text = values[name];
    if (typeof text !== "string") return null;
    for (const other of ["from", "admins", "assignments-per-admin"]) {
      if (values[other] !== undefined) this.list.push(`--${other} cannot be given together with --${name}`);
    }
    if (isScenario(text)) return text;
    this.list.push(`--${name} must be one of ${SCENARIO_NAMES.join(", ")}, not "${text}"`);
    return null;
  }

  timestamp(name: string, text: string | undefined): number | null {
    if (text === undefined) return null;
    const value = parseTimestamp(text);
    if (value === null) this.list.push(`--${name} must be an RFC 3339 time, not "${text}"`);
    return value;
  }

  perAdmin(name: string, text: string | undefined): number | null {
    if (text === undefined) return null;
    const value = /^\d{1,2}(?:\.\d{1,6})?$/u.test(text) ? Number(text) : Number.NaN;
    if (value >= 1 && value <= 20) return value;
    this.list.push(`--${name} must be a number from 1 to 20, not "${text}"`);
    return null;
  }

  factor(name: string, text: string): number {
    const value = /^\d{1,3}(?:\.\d{1,6})?$/u.test(text) ? Number(text) : Number.NaN;
    if (value <= 100) return value;
    this.list.push(`--${name} must be a number from 0 to 100, not "${text}"`);
    return 1;
  }

  profile(name: string, text: string): Profile {
    const found = PROFILES.find((known) => known === text);
    if (found !== undefined) return found;
    this.list.push(`--${name} must be one of ${PROFILES.join(", ")}, not "${text}"`);
    return "observed";
  }

  limits(name: string, text: string): LimitPreset {
    const found = LIMIT_PRESETS.find((known) => known === text);
    if (found !== undefined) return found;
    this.list.push(`--${name} must be one of ${LIMIT_PRESETS.join(", ")}, not "${text}"`);
    return "published";
  }

  contractFile(name: string, text: string | undefined): string | null {
    if (text === undefined) return null;
    const problem = contractProblem(text);
    if (problem !== null) this.list.push(`--${name} must be a file with an OpenAPI document: ${problem}`);
    return text;
  }

  loopback(name: string, text: string): string {
    if (text === "127.0.0.1" || text === "::1" || text === "0.0.0.0") return text;
    this.list.push(`--${name} must be 127.0.0.1, ::1 or 0.0.0.0, not "${text}"`);
    return text;
  }
}

/** Reads the command line: the arguments, or everything that is wrong with them in one sentence. */
export function readArguments(
  argv: readonly string[],
):
  | { readonly isOk: true; readonly value: SimulatorArguments }
  | { readonly isOk: false; readonly problem: string } {
  const parsed = parseOptions(argv);
  if (!parsed.isOk) return { isOk: false, problem: parsed.problem };
  const { values } = parsed;
  const problems = new Problems();
  problems.onlyMadeUp(values);
  const value: SimulatorArguments = {
    seed: problems.whole("seed", values.seed, 0, 999_999_999),
    adminCount: problems.whole("admins", values.admins ?? "400", 1, 200_000),
    assignmentsPerAdmin: problems.perAdmin("assignments-per-admin", values["assignments-per-admin"]),
    from: values.from ?? null,
    scenario: problems.scenario("scenario", values),
    minimumAgeMs: problems.duration("minimum-age", values["minimum-age"]),
    listen: problems.loopback("listen", values.listen),
    port: problems.whole("port", values.port, 0, 65_535),
    controlPort: problems.whole("control-port", values["control-port"], 0, 65_535),
    caFile: values["ca-file"] ?? null,
    clientSecret: values["client-secret"] ?? null,
    epochAt: problems.timestamp("epoch", values.epoch),
    tokenLifetimeMs: problems.duration("token-lifetime", values["token-lifetime"]),
    directoryPageSize: problems.whole("directory-page-size", values["directory-page-size"], 1, 999),
    rolePageSize: problems.whole("role-page-size", values["role-page-size"], 1, 1000),
    profile: problems.profile("profile", values.profile),
    lagFactor: problems.factor("lag-factor", values["lag-factor"]),
    limits: problems.limits("limits", values.limits),
    strictFile: problems.contractFile("strict", values.strict),
  };
  if (problems.list.length === 0) return { isOk: true, value };
  return { isOk: false, problem: `The simulator cannot start: ${problems.list.join("; ")}.` };
}

function parseOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS, strict: true });
    return { isOk: true, values } as const;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { isOk: false, problem: `The simulator cannot start: ${reason}` } as const;
  }
}
