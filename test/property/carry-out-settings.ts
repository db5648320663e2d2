import {
  afterSettingsAnswer,
  decideSettings,
  type FoundSettings,
  type RoleRule,
  type SettingsAction,
  type SettingsWants,
  type SettingsWork,
} from "@standdown/domain";
import type { ModelPolicy, WriteFate } from "./model-policy.ts";

export const TIMING = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };
const ACTIONS_MAX = 2000;

/** What is wanted where nothing is said. */
export const FORWARD: SettingsWants = {
  direction: "forward",
  isMuted: false,
  isStopping: false,
  neededBy: null,
};
export const BACK: SettingsWants = { ...FORWARD, direction: "back" };

/** A change of one role's settings that somebody has just begun to work on. */
export function freshWork(before: readonly RoleRule[], after: readonly RoleRule[]): SettingsWork {
  return {
    id: "c",
    rolloutId: "r",
    tenantId: "t",
    wavePosition: 0,
    roleDefinitionId: "role",
    roleName: "Role",
    policyId: "p",
    before,
    after,
    state: "changing",
    direction: "forward",
    writtenRules: [],
    isMuted: false,
    write: null,
    readAt: null,
    conflicts: [],
    agreement: null,
    givenUp: null,
  };
}

/** What the machine and the tenant do. `crashEvery`: the process dies after each so many writes, before it hears of them. */
export type SettingsAdversary = { readonly fates: readonly WriteFate[]; readonly crashEvery: number };
export const quiet: SettingsAdversary = { fates: [], crashEvery: 0 };

/** How it ended. */
export type SettingsEndOf = { readonly work: SettingsWork; readonly code: string | null };

/** Carries a change to its rest against the model, as the engine does. */
export function carryOutSettings(
  policy: ModelPolicy,
  start: SettingsWork,
  wants: SettingsWants,
  { fates, crashEvery }: SettingsAdversary = quiet,
): SettingsEndOf {
  let work = start;
  let found: FoundSettings | null = null;
  let ended: SettingsEndOf | null = null;
  const firstWrite = policy.sent.length;
  const situation = () => ({
    work,
    wants,
    found,
    now: new Date(policy.nowMs),
    timing: TIMING,
    clientRequestId: "q",
  });
  const perform = (action: SettingsAction): void => {
    if (action.do === "read") {
      policy.nowMs += 20;
      found = policy.read();
      return;
    }
    ({ work } = action);
    if (action.do === "end") ended = { work, code: action.code };
    if (action.do === "wait") {
      policy.nowMs = Math.max(policy.nowMs + 1, Date.parse(action.until));
      found = null;
    }
    if (action.do !== "send" || work.write === null) return;
    const fate = fates[policy.sent.length - firstWrite] ?? "taken";
    const before = found;
    const answer = policy.change(work.write.rules, fate);
    found = null;
    if (crashEvery > 0 && (policy.sent.length - firstWrite) % crashEvery === 0) return;
    if (before === null) throw new Error("sent without having read");
    perform(afterSettingsAnswer({ ...situation(), found: before }, answer));
  };
  for (let count = 0; count < ACTIONS_MAX; count += 1) {
    perform(decideSettings(situation()));
    const end: SettingsEndOf | null = ended;
    if (end !== null) return end;
  }
  throw new Error(`the settings came to no rest: ${JSON.stringify(work)}`);
}
