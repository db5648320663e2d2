import {
  afterAnswer,
  afterFailedRead,
  decideConversion,
  NOTHING_OBSERVED,
  sideOf,
  type Conversion,
  type ConversionAction,
  type ConversionMove,
  type Observation,
  type Situation,
  type Step,
  type TenantProblem,
} from "@standdown/domain";
import type { EngineParts } from "./parts.ts";
import type { Claim, ConversionChange } from "./ports/store.ts";

/** Far more actions than any conversion takes between two waits: more is a bug, and ends the run, not the process. */
const ACTIONS_MAX = 50;

/** What became of one run: at rest until later, ended well or as a failure, or somebody else's now. */
export type RunOutcome = "waiting" | "ended" | "failed" | "lost";

/** One conversion as it is worked on: what is stored and what is known of the tenant. */
type Run = { conversion: Conversion; observed: Observation; claim: Claim };

/**
 * Works on a claimed conversion until it waits or ends: load, decide, perform, save, again. Each write is written
 * down before it is sent, and each save proves the claim.
 */
export async function runConversion(
  parts: EngineParts,
  claim: Claim,
  conversion: Conversion,
): Promise<RunOutcome> {
  const run: Run = { conversion, observed: NOTHING_OBSERVED, claim };
  for (let count = 0; count < ACTIONS_MAX; count += 1) {
    const action = decideConversion(situationOf(parts, run));
    const outcome = await perform(parts, run, action);
    if (outcome !== "goOn") return outcome;
  }
  throw new Error(`conversion ${conversion.id} came to no rest after ${ACTIONS_MAX} actions`);
}

async function perform(parts: EngineParts, run: Run, action: ConversionAction): Promise<RunOutcome | "goOn"> {
  switch (action.do) {
    case "readAccess":
      return await readAccess(parts, run);
    case "readHolders":
      return await readHolders(parts, run);
    case "readRequests":
      return await readRequests(parts, run, action.step);
    case "send":
      return await sendStep(parts, run, action.step, action.isRescue);
    case "save": {
      const { step, madeScheduleId } = action;
      const saved = await save(parts, run, { steps: [step], madeScheduleId });
      run.observed = NOTHING_OBSERVED;
      return saved === "saved" ? "goOn" : "lost";
    }
    case "wait": {
      const { until, reason, code, step } = action;
      if (reason === "throttled") await parts.store.throttleTenant(run.conversion.tenantId, new Date(until));
      const steps = step === null ? [] : [step];
      return (await save(parts, run, { steps, putOff: { until, reason, code } })) === "saved"
        ? "waiting"
        : "lost";
    }
    case "end": {
      const { move, step } = action;
      return (await save(parts, run, { steps: step === null ? [] : [step], move })) === "saved"
        ? outcomeOf(move)
        : "lost";
    }
  }
}

function outcomeOf({ to }: ConversionMove): RunOutcome {
  return to === "failed" || to === "quarantined" ? "failed" : "ended";
}

async function readAccess(parts: EngineParts, run: Run): Promise<RunOutcome | "goOn"> {
  const { key, beforeImage } = run.conversion;
  const answer = await parts.tenant.readAccess({
    principalId: key.principalId,
    principalType: beforeImage.principalType,
    roleDefinitionId: key.roleDefinitionId,
  });
  if (!answer.ok) return await failedRead(parts, run, answer.problem);
  run.observed = { ...run.observed, access: answer.value };
  return "goOn";
}

async function readHolders(parts: EngineParts, run: Run): Promise<RunOutcome | "goOn"> {
  const holders = [];
  for await (const page of parts.tenant.listRoleHolders(run.conversion.key.roleDefinitionId)) {
    if (!page.ok) return await failedRead(parts, run, page.problem);
    holders.push(...page.value);
  }
  run.observed = { ...run.observed, holders };
  return "goOn";
}

async function readRequests(parts: EngineParts, run: Run, step: Step): Promise<RunOutcome | "goOn"> {
  const { principalId, roleDefinitionId } = run.conversion.key;
  const answer = await parts.tenant.listRequests({ side: sideOf(step), principalId, roleDefinitionId });
  if (!answer.ok) return await failedRead(parts, run, answer.problem);
  run.observed = { ...run.observed, requests: answer.value };
  return "goOn";
}

async function failedRead(
  parts: EngineParts,
  run: Run,
  problem: TenantProblem,
): Promise<RunOutcome | "goOn"> {
  parts.log.warn({ conversionId: run.conversion.id, problem }, "a read of the tenant failed");
  return await perform(parts, run, afterFailedRead(situationOf(parts, run), problem));
}

/** Intent, then call, then what was answered. A hold that was placed meanwhile stops it before the call. */
async function sendStep(
  parts: EngineParts,
  run: Run,
  step: Step,
  isRescue: boolean,
): Promise<RunOutcome | "goOn"> {
  const { intent } = step;
  if (intent === null) throw new Error(`step ${step.name} of ${run.conversion.id} is sent without an intent`);
  const askedMs = performance.now();
  const intended = await save(parts, run, { steps: [step], beginsEffect: !isRescue });
  // A process that stood still may have lost its claim since: what it meant to send is looked for by the next one.
  if (intended === "lost" || performance.now() - askedMs > parts.leaseMs / 2) return "lost";
  if (intended === "held") {
    const putOff = { until: parts.clock.now().toISOString(), reason: "hold", code: null } as const;
    return (await save(parts, run, { putOff })) === "saved" ? "waiting" : "lost";
  }
  const answer = await parts.tenant.submit(intent);
  if (!answer.ok) {
    parts.log.warn(
      { conversionId: run.conversion.id, step: step.name, problem: answer.problem },
      "a write was not taken",
    );
  }
  return await perform(parts, run, afterAnswer(situationOf(parts, run), step, answer));
}

function situationOf(parts: EngineParts, { conversion, observed }: Run): Situation {
  const { clock, timing, newId } = parts;
  return { conversion, observed, now: clock.now(), timing, clientRequestId: newId() };
}

/** Saves, and takes over into the run what was saved. */
async function save(
  parts: EngineParts,
  run: Run,
  what: Partial<Omit<ConversionChange, "at">>,
): Promise<"saved" | "lost" | "held"> {
  const change: ConversionChange = {
    at: parts.clock.now().toISOString(),
    steps: [],
    madeScheduleId: null,
    putOff: null,
    move: null,
    beginsEffect: false,
    ...what,
  };
  const saved = await parts.store.saveConversion(run.claim, run.conversion, change);
  if (saved === "saved") run.conversion = withChange(run.conversion, change);
  return saved;
}

function withChange(conversion: Conversion, { steps, madeScheduleId }: ConversionChange): Conversion {
  const changed = Object.fromEntries(steps.map((step) => [step.name, step]));
  const isNew = madeScheduleId !== null && !conversion.madeScheduleIds.includes(madeScheduleId);
  return {
    ...conversion,
    steps: { ...conversion.steps, ...changed },
    madeScheduleIds: isNew ? [...conversion.madeScheduleIds, madeScheduleId] : conversion.madeScheduleIds,
  };
}
