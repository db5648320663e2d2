import {
  afterFailedSettingsRead,
  afterSettingsAnswer,
  decideSettings,
  type FoundSettings,
  type SettingsAction,
  type SettingsSituation,
  type SettingsWants,
  type SettingsWork,
  type TenantProblem,
} from "@standdown/domain";
import type { EngineParts } from "./parts.ts";
import type { Claim } from "./ports/claim.ts";
import type { SettingsSave } from "./ports/settings-store.ts";
import type { RunOutcome } from "./run-conversion.ts";

/** Far more actions than any settings take between two waits: more is a bug, and ends the run, not the process. */
const ACTIONS_MAX = 50;

/** The settings of one role as they are worked on: what is stored, what is wanted and what is known of the tenant. */
type Run = {
  work: SettingsWork;
  readonly wants: SettingsWants;
  readonly claim: Claim;
  found: FoundSettings | null;
};

/**
 * Works on the settings of a role until they wait or are at rest: load, decide, perform, save, again. Each change of the
 * policy is written down before it is sent, and each save proves the claim.
 */
export async function runSettings(
  parts: EngineParts,
  claim: Claim,
  { work, wants }: Pick<Run, "work" | "wants">,
): Promise<RunOutcome> {
  const run: Run = { work, wants, claim, found: null };
  for (let count = 0; count < ACTIONS_MAX; count += 1) {
    const outcome = await perform(parts, run, decideSettings(situationOf(parts, run)));
    if (outcome !== "goOn") return outcome;
  }
  throw new Error(`settings ${work.id} came to no rest after ${ACTIONS_MAX} actions`);
}

async function perform(parts: EngineParts, run: Run, action: SettingsAction): Promise<RunOutcome | "goOn"> {
  switch (action.do) {
    case "read":
      return await read(parts, run);
    case "send":
      return await send(parts, run, action.work, action.policyId);
    case "save":
      return (await save(parts, run, action.work, {})) === "saved" ? "goOn" : "lost";
    case "wait": {
      const { work, until, reason, code } = action;
      if (reason === "throttled") await parts.store.throttleTenant(work.tenantId, new Date(until));
      return (await save(parts, run, work, { putOff: { until, reason, code } })) === "saved"
        ? "waiting"
        : "lost";
    }
    case "end": {
      const { work, code, detail } = action;
      if ((await save(parts, run, work, { end: { code, detail } })) !== "saved") return "lost";
      return work.state === "failed" || work.state === "quarantined" ? "failed" : "ended";
    }
  }
}

async function read(parts: EngineParts, run: Run): Promise<RunOutcome | "goOn"> {
  const readAt = parts.clock.now().toISOString();
  const answer = await parts.tenant.readRoleSettings(run.work.roleDefinitionId);
  if (!answer.ok) {
    tell(parts, run, answer.problem, "the settings of a role could not be read");
    return await perform(parts, run, afterFailedSettingsRead(situationOf(parts, run), answer.problem));
  }
  run.found = { ...answer.value, readAt };
  return "goOn";
}

/** Intent, then call, then what was answered. What is not wanted any more, or held meanwhile, is not sent. */
async function send(
  parts: EngineParts,
  run: Run,
  work: SettingsWork,
  policyId: string,
): Promise<RunOutcome | "goOn"> {
  const { found, wants } = run;
  const { write } = work;
  if (found === null || write === null) throw new Error(`settings ${work.id} are sent without an intent`);
  const askedMs = performance.now();
  const direction = work.givenUp === null ? wants.direction : "back";
  const intended = await save(parts, run, work, { intends: { ...wants, direction } });
  // A process that stood still may have lost its claim since: what it meant to send is looked for by the next one.
  if (intended === "lost" || performance.now() - askedMs > parts.leaseMs / 2) return "lost";
  if (intended === "held") {
    const putOff = { until: parts.clock.now().toISOString(), reason: "hold", code: null } as const;
    return (await save(parts, run, run.work, { putOff })) === "saved" ? "waiting" : "lost";
  }
  run.found = null;
  const { rules, clientRequestId } = write;
  const answer = await parts.tenant.changeRoleSettings({ policyId, rules, clientRequestId });
  if (!answer.ok) tell(parts, run, answer.problem, "a change of a role's settings was not taken");
  return await perform(parts, run, afterSettingsAnswer({ ...situationOf(parts, run), found }, answer));
}

function situationOf(parts: EngineParts, { work, wants, found }: Run): SettingsSituation {
  const { clock, timing, newId } = parts;
  return { work, wants, found, now: clock.now(), timing, clientRequestId: newId() };
}

function tell({ log }: EngineParts, { work }: Run, problem: TenantProblem, message: string): void {
  log.warn({ changeId: work.id, roleDefinitionId: work.roleDefinitionId, problem }, message);
}

/** Saves, and takes over into the run what was saved. */
async function save(
  parts: EngineParts,
  run: Run,
  to: SettingsWork,
  what: Partial<Pick<SettingsSave, "putOff" | "end" | "intends">>,
): Promise<"saved" | "lost" | "held"> {
  const saved = await parts.store.saveSettings(run.claim, {
    at: parts.clock.now().toISOString(),
    from: run.work,
    to,
    putOff: null,
    end: null,
    intends: null,
    ...what,
  });
  if (saved === "saved") run.work = to;
  return saved;
}
