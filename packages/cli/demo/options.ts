import { parseArgs } from "node:util";

/** How the demo is run. */
export type DemoOptions = {
  /** Ends by itself, with an exit code that says how it went, instead of staying up for a look. */
  readonly isOnce: boolean;
  readonly admins: number;
  readonly seed: number;
  /** The data folder stays when the demo ends. */
  readonly keepsData: boolean;
};

export const DEMO_USAGE = `npm run demo -- [--once] [--admins 400] [--seed 7] [--keep]

  --once      end by itself: 0 when everything was converted and the tenant agrees, else 1
  --admins    how many administrators the simulated tenant has (10 to 20000)
  --seed      another number, another tenant
  --keep      leave the data folder (database, ledger, log) when the demo ends`;

/** The options, or every mistake in them. */
export type DemoArguments =
  | { readonly ok: true; readonly options: DemoOptions }
  | { readonly ok: false; readonly mistakes: readonly string[] };

export function readDemoArguments(args: readonly string[]): DemoArguments {
  let values: { once?: boolean; admins?: string; seed?: string; keep?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        once: { type: "boolean" },
        admins: { type: "string" },
        seed: { type: "string" },
        keep: { type: "boolean" },
      },
    }));
  } catch (error) {
    return { ok: false, mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  const mistakes: string[] = [];
  const whole = (name: string, text: string, least: number, most: number): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      mistakes.push(`--${name} must be a whole number from ${least} to ${most}`);
    }
    return value;
  };
  const options: DemoOptions = {
    isOnce: values.once === true,
    admins: whole("admins", values.admins ?? "400", 10, 20_000),
    seed: whole("seed", values.seed ?? "7", 0, 2 ** 31 - 1),
    keepsData: values.keep === true,
  };
  return mistakes.length === 0 ? { ok: true, options } : { ok: false, mistakes };
}
