import type { SettingsEntry, SettingsWants, SettingsWork } from "@standdown/domain";
import type pg from "pg";
import type { Claim } from "../claim.ts";
import type { SettingsSave } from "../role-settings/save-settings.ts";
import type { Store } from "../store.ts";
import { claimAll, LEASE_MS, save } from "./given.ts";
import { proved } from "./steps.ts";
import { longestActivation, roleRules } from "../../../test/stand/role-rules.ts";

export const ROLE = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";

/** A shorter activation for a role, from the first wave on. */
export function someSettings(more: Partial<SettingsEntry> = {}): SettingsEntry {
  return {
    roleDefinitionId: ROLE,
    roleName: "Message Center Reader",
    policyId: "DirectoryRole_t_p",
    wavePosition: 0,
    pointer: "/spec/roleSettings/assign/0",
    before: roleRules(),
    after: roleRules(longestActivation("PT1H")),
    kept: [],
    ...more,
  };
}

/** Settings that somebody works on. */
export type HeldSettingsWork = {
  readonly claim: Claim;
  readonly work: SettingsWork;
  readonly wants: SettingsWants;
};

/** Gives out and claims the settings of every role that are due. */
export async function claimSettingsOfAll(store: Store): Promise<readonly HeldSettingsWork[]> {
  const held: HeldSettingsWork[] = [];
  for (const claim of await store.claimDueSettings({ limit: 100, leaseMs: LEASE_MS, now: new Date() })) {
    const claimed = await store.claimSettings(claim, LEASE_MS);
    if (claimed !== null) held.push({ claim, ...claimed });
  }
  return held;
}

/** The settings of the one role that are due. */
export async function claimSettingsOfOne(store: Store): Promise<HeldSettingsWork> {
  const [held, ...others] = await claimSettingsOfAll(store);
  if (held === undefined || others.length > 0) {
    throw new Error(`settings of ${others.length + Number(held !== undefined)} roles were claimed`);
  }
  return held;
}

/** Saves a change of which only these parts are said. */
export async function saveWork(
  store: Store,
  { claim, work }: HeldSettingsWork,
  to: Partial<SettingsWork>,
  more: Partial<Pick<SettingsSave, "putOff" | "end" | "intends">> = {},
): Promise<"saved" | "lost" | "held"> {
  const whole = { at: new Date().toISOString(), from: work, to: { ...work, ...to } };
  return await store.saveSettings(claim, { ...whole, putOff: null, end: null, intends: null, ...more });
}

const END = { code: null, detail: null };

/** Applies what was claimed, as if it had been written and read. */
export async function applySettings(store: Store, held: HeldSettingsWork): Promise<void> {
  const writtenRules = ["Expiration_EndUser_Assignment"] as const;
  const { isMuted } = held.wants;
  await saveWork(store, held, { state: "applied", writtenRules, isMuted }, { end: END });
}

/** All columns of the settings of the rollout's one role, past the store. */
export async function settingsRowOf(pool: pg.Pool, rolloutId: string): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>(
    "select * from role_settings_changes where rollout_id = $1",
    [rolloutId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the rollout changes no settings");
  return row;
}

export const CONVERTED = { to: "converted", direction: "forward", code: null, detail: null } as const;
export const ROLLED_BACK = { to: "rolledBack", direction: "back", code: null, detail: null } as const;

/** Carries out what can be, as if every write were taken. */
export async function convertAll(store: Store): Promise<void> {
  for (const held of await claimAll(store)) {
    const back = held.conversion.direction === "back";
    await save(store, held, {
      steps: [proved(held.conversion, back ? "restore" : "grant")],
      madeScheduleId: back ? null : `made-${held.claim.id}`,
      move: back ? ROLLED_BACK : CONVERTED,
    });
  }
}
