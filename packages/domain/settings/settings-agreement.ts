import { createHash } from "node:crypto";
import { after } from "../decide-conversion/waiting.ts";
import type { RoleRule } from "../role-settings.ts";
import { wait, type FoundSituation, type SettingsAction } from "./settings-action.ts";
import type { SettingsWork } from "./settings-work.ts";

/**
 * Reads may be older than what was written: two that are at least the proof interval apart must show the same before it
 * is believed. Null once they do; until then, what to do to get there.
 */
export function awaitSameRead(
  { found, now, timing }: FoundSituation,
  work: SettingsWork,
): SettingsAction | null {
  const on = fingerprint(found.rules);
  if (work.agreement?.on === on) {
    return found.readAt >= work.agreement.from ? null : wait(work, work.agreement.from, "proof");
  }
  const readAt = new Date(Math.max(Date.parse(found.readAt), now.getTime()));
  const from = after(readAt, timing.proofIntervalMs);
  return wait({ ...work, agreement: { on, from } }, from, "proof");
}

/** The work, where a write of ours is what the read shows: that proves it, and no second read is needed. */
export function proved({ found }: FoundSituation, work: SettingsWork): SettingsWork {
  return { ...work, agreement: { on: fingerprint(found.rules), from: found.readAt } };
}

function fingerprint(rules: readonly RoleRule[]): string {
  return createHash("sha256").update(JSON.stringify(rules)).digest("base64url");
}
