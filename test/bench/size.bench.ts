import { benchCalls, type BenchCall } from "./calls.ts";
import { callsPerSecond } from "./measure.ts";
import { printTable } from "./print-table.ts";
import { startBenchTenant, type BenchTenant } from "./simulated-tenant.ts";

const SIZES = [1000, 10_000, 100_000];
const CALL_BOUNDS = { calls: 4000, ms: 4000 };
/** In the largest tenant so many more calls, of all kinds in turn, tell whether memory stays as it is. */
const SOAK_BOUNDS = { calls: 50_000, ms: 150_000 };
const SOAK_PARTS = 4;

type Measured = {
  readonly admins: number;
  readonly startMs: number;
  /** At the start, and after the calls that were measured. */
  readonly memoryMb: readonly (number | null)[];
  readonly rates: ReadonlyMap<string, number>;
  readonly soak: readonly Soaked[];
};

/** How much memory was held after so many calls more. */
type Soaked = { readonly callCount: number; readonly memoryMb: number | null };

const measured: Measured[] = [];
for (const admins of SIZES) measured.push(await measure(admins));
printRates();
printMemory();

async function measure(admins: number): Promise<Measured> {
  const tenant = await startBenchTenant(admins);
  try {
    const memoryMb = [tenant.memoryMb()];
    const calls = await benchCalls(tenant);
    const rates = new Map<string, number>();
    for (const { name, run } of calls) rates.set(name, await callsPerSecond(run, CALL_BOUNDS));
    memoryMb.push(tenant.memoryMb());
    const soak = admins === SIZES.at(-1) ? await soakFor(tenant, calls) : [];
    return { admins, startMs: tenant.startMs, memoryMb, rates, soak };
  } finally {
    await tenant.stop();
  }
}

/** Grants leave requests behind, as in a real tenant. */
async function soakFor(tenant: BenchTenant, calls: readonly BenchCall[]): Promise<Soaked[]> {
  const soaked: Soaked[] = [];
  let callCount = 0;
  const inTurn = (): Promise<unknown> => {
    const call = calls[callCount % calls.length];
    callCount += 1;
    return call?.run(callCount) ?? Promise.resolve();
  };
  for (let part = 0; part < SOAK_PARTS; part += 1) {
    await callsPerSecond(inTurn, {
      calls: SOAK_BOUNDS.calls / SOAK_PARTS / 1.1,
      ms: SOAK_BOUNDS.ms / SOAK_PARTS,
    });
    soaked.push({ callCount, memoryMb: tenant.memoryMb() });
  }
  return soaked;
}

function printRates(): void {
  const names = [...(measured[0]?.rates.keys() ?? [])];
  printTable("Calls per second of the simulated tenant, by administrators", [
    ["call", ...measured.map(({ admins }) => String(admins)), "largest : smallest"],
    ...names.map((name) => {
      const rates = measured.map(({ rates: of }) => of.get(name) ?? Number.NaN);
      const ratio = (rates.at(-1) ?? Number.NaN) / (rates[0] ?? Number.NaN);
      return [name, ...rates.map((rate) => rate.toFixed(0)), ratio.toFixed(2)];
    }),
  ]);
}

function printMemory(): void {
  printTable("Start and resident memory, by administrators", [
    ["administrators", "start", "MB at the start", "MB after the table"],
    ...measured.map(({ admins, startMs, memoryMb }) => [
      String(admins),
      `${(startMs / 1000).toFixed(1)} s`,
      ...memoryMb.map((mb) => String(mb ?? "?")),
    ]),
  ]);
  const soak = measured.flatMap((size) => size.soak);
  printTable("Resident memory of the largest while calls of all kinds go on", [
    ["calls", ...soak.map(({ callCount }) => String(callCount))],
    ["MB", ...soak.map(({ memoryMb }) => String(memoryMb ?? "?"))],
  ]);
}
