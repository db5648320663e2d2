import type { RolloutDocument } from "@standdown/contracts";
import type { Command } from "commander";
import { valueOf, type Answer } from "../client/answer.ts";
import type { RolloutOrderName, WaveOrderName } from "../client/client.ts";
import { startRollout } from "../client/start-rollout.ts";
import { driftRowLine } from "../display/drift-lines.ts";
import { counted } from "../display/words.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { contextOf, UsageError, type CommandContext } from "./context.ts";
import { rolloutLines } from "./show.ts";

const ORDERS = {
  pause: "begin nothing new",
  resume: "lift the holds",
  abort: "stop for good and leave things as they are",
  "roll-back": "put everything back",
  retry: "try again what failed, was quarantined or was stopped",
} as const satisfies Record<Exclude<RolloutOrderName, "start">, string>;
const ROWS_SHOWN = 20;
const WAVE_ORDERS: readonly WaveOrderName[] = ["pause", "resume", "roll-back", "retry"];

type OrderOptions = { readonly wave?: string; readonly reason?: string };
type SignatureOptions = { readonly digest?: string; readonly reason?: string; readonly reject?: boolean };

/** Adds the commands that tell a rollout, or one of its waves, what to do. */
export function addRolloutCommands(program: Command): void {
  for (const name of Object.keys(ORDERS).filter(isOrder)) {
    const command = program
      .command(`${name} <rollout>`)
      .description(ORDERS[name])
      .option("--reason <text>", "why, for the ledger");
    if (isWaveOrder(name)) command.option("--wave <name>", "only this wave");
    command.action(async (rollout: string, options: OrderOptions, self: Command) => {
      const context = contextOf(self, process.env);
      tell(context, await give(context, rollout, name, options));
    });
  }
  addStart(program);
  program
    .command("approve <rollout>")
    .description("sign the manifest; its author can't")
    .requiredOption("--digest <digest>", "the digest that was read, as `show` prints it")
    .option("--reason <text>", "why, for the ledger")
    .option("--reject", "reject it instead")
    .action(async (rollout: string, options: SignatureOptions, self: Command) => {
      const context = contextOf(self, process.env);
      const decision = options.reject === true ? "reject" : "approve";
      const { digest = "", reason = "" } = options;
      tell(context, await context.client.approve(rollout, { digest, decision, reason }));
    });
  program
    .command("promote <rollout> <wave>")
    .description("approve the gate of a wave")
    .option("--digest <digest>", "the digest that was read; without it, the one the rollout has now")
    .option("--reason <text>", "why, for the ledger")
    .option("--reject", "reject it instead: the wave is held")
    .action(async (rollout: string, wave: string, options: SignatureOptions, self: Command) => {
      const context = contextOf(self, process.env);
      const digest = options.digest ?? (await digestOf(context, rollout));
      const decision = options.reject === true ? "reject" : "promote";
      const gate = { decision, digest, reason: options.reason ?? "" } as const;
      tell(context, await context.client.decideGate(rollout, wave, gate));
    });
}

/** Starting waits until the tenant was compared with what was approved, and tells what came of it. */
function addStart(program: Command): void {
  program
    .command("start <rollout>")
    .description("begin with the first wave, if the tenant is still what was approved; says what is not")
    .option("--reason <text>", "why, for the ledger")
    .action(async (id: string, { reason = "" }: OrderOptions, self: Command) => {
      const context = contextOf(self, process.env);
      const rollout = await startRollout(context.client, id, reason);
      tell(context, { ok: true, value: rollout });
      if (!context.isJson) {
        for (const line of await differenceLines(context, rollout)) context.print(line);
      }
      if (rollout.driftCheck?.state !== "within") process.exitCode = EXIT_CODES.refused;
    });
}

/** The first assignments that are not as they were approved, and how many there are. */
async function differenceLines({ client }: CommandContext, rollout: RolloutDocument): Promise<string[]> {
  const { id, driftCheck } = rollout;
  if (driftCheck?.counts == null) return [];
  const { added, gone, changed } = driftCheck.counts;
  const { items } = valueOf(await client.readDrift(id, { limit: ROWS_SHOWN }));
  const moreCount = added + gone + changed - items.length;
  return [
    ...(items.length === 0 ? [] : [""]),
    ...items.map(driftRowLine),
    ...(moreCount > 0 ? [`and ${counted(moreCount, "other")}: standdown drift ${id}`] : []),
  ];
}

function give(
  { client }: CommandContext,
  rollout: string,
  name: RolloutOrderName,
  { wave, reason }: OrderOptions,
): Promise<Answer<RolloutDocument>> {
  if (wave === undefined) return client.tellRollout(rollout, name, reason);
  if (!isWaveOrder(name)) throw new UsageError(`${name} is for whole rollouts`);
  return client.tellWave(rollout, wave, name, reason);
}

async function digestOf({ client }: CommandContext, rollout: string): Promise<string> {
  const { manifestDigest, state } = valueOf(await client.readRollout(rollout));
  if (manifestDigest === null) throw new UsageError(`the rollout is ${state}: it has no manifest to sign`);
  return manifestDigest;
}

function tell({ print, isJson }: CommandContext, answer: Answer<RolloutDocument>): void {
  const rollout = valueOf(answer);
  if (isJson) print(JSON.stringify(rollout));
  else for (const line of rolloutLines(rollout)) print(line);
}

function isOrder(name: string): name is keyof typeof ORDERS {
  return name in ORDERS;
}

function isWaveOrder(name: string): name is WaveOrderName {
  return WAVE_ORDERS.some((order) => order === name);
}
