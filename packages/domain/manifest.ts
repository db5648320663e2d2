import { createHash } from "node:crypto";
import { keyText, type AccessKey } from "./access.ts";
import type { BeforeImage, EligibilityTerm } from "./conversion.ts";
import { isEffective, type Disposition, type ReasonCode } from "./disposition.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { DriftTolerance } from "./plan/drift.ts";
import { meaningOf } from "./settings/rule-equality.ts";
import type { SettingsEntry } from "./settings/settings-entry.ts";
import type { TicketInfo } from "./schedule-request.ts";

/** What becomes of one active assignment, and why. `wavePosition` is null where nothing is done. */
export type ManifestEntry = {
  readonly key: AccessKey;
  readonly assignmentId: string;
  readonly disposition: Disposition;
  readonly reason: ReasonCode;
  /** What the reason is about: a rule's name, what is not known, a person's word. Null where it says all itself. */
  readonly detail: string | null;
  readonly wavePosition: number | null;
  readonly beforeImage: BeforeImage;
  /** What the principal and the role are, and why that is known: for people, not part of the digest. */
  readonly evidence: readonly Evidence[];
};

/** True when standing access goes away, whatever comes instead. */
export function isTaken({ disposition }: Pick<ManifestEntry, "disposition">): boolean {
  return isEffective(disposition);
}

/** True when it becomes eligible. */
export function isConverted({ disposition }: Pick<ManifestEntry, "disposition">): boolean {
  return disposition === "convert";
}

/** What somebody has afterwards, in words: `eligible`, `eligible for 365 days`, `no access`, `as it is`. */
export function becomes(entry: Pick<ManifestEntry, "disposition">, term: EligibilityTerm): string {
  if (!isTaken(entry)) return "as it is";
  if (!isConverted(entry)) return "no access";
  return term.type === "none" ? "eligible" : `eligible for ${termText(term.durationMs)}`;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A time in days or, where it is shorter than one, in minutes. */
export function termText(durationMs: number): string {
  const days = durationMs / DAY_MS;
  if (days >= 1) return `${Number(days.toFixed(1))} days`;
  return `${Number((durationMs / 60_000).toFixed(1))} minutes`;
}

/** One wave as compiled: sizes became people, percentages counts, durations milliseconds. */
export type ManifestWave = {
  readonly position: number;
  readonly name: string;
  readonly principalCount: number;
  readonly conversionCount: number;
  readonly concurrencyMax: number;
  /** How many conversions may end failed or quarantined before a hold is placed. */
  readonly failureBudgetCount: number;
  readonly soakMs: number;
  /** How many approvers must promote the wave before it starts; 0 for none. */
  readonly approvalMinimum: number;
  /** True: nobody gets mails about assignments of the wave's roles while it runs. */
  readonly mutesAssignmentMails: boolean;
};

/** What a manifest says besides its waves and entries. */
export type ManifestHead = {
  readonly tenantId: string;
  readonly planName: string;
  readonly inventoryId: string;
  readonly term: EligibilityTerm;
  /** The plan's justification with its placeholders still in it. */
  readonly justification: string;
  readonly ticketInfo: TicketInfo;
  readonly emergencyAccess: { readonly principalIds: readonly string[]; readonly minimumStanding: number };
  /** How many different people must approve the digest, none of them the author. */
  readonly approvalMinimum: number;
  readonly driftTolerance: DriftTolerance;
};

/** Plan and inventory, compiled: exactly what will run. Entries are in the order of {@link inManifestOrder}. */
export type Manifest = ManifestHead & {
  readonly waves: readonly ManifestWave[];
  readonly entries: readonly ManifestEntry[];
  /** What the guards warn of: signed with the rest. */
  readonly findings: readonly Finding[];
  /** What becomes of the settings of roles, in the order of their ids. */
  readonly settings: readonly SettingsEntry[];
};

/** One principal's entries in their order within a manifest; principals follow each other by their ids. */
export function inManifestOrder(entries: readonly ManifestEntry[]): readonly ManifestEntry[] {
  return entries.toSorted((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
}

/**
 * The digest that an approval signs: SHA-256 (hex) over a canonical text of the manifest, taken in as it is made. The
 * inventory's id, read times and evidence do not count, so compiling the same tenant twice gives the same digest.
 */
export class ManifestDigest {
  readonly #hash = createHash("sha256");

  /** Takes the next entry, in the manifest's order. */
  add(entry: ManifestEntry): void {
    this.#hash.update(lineOf(entry)).update("\n");
  }

  /** The digest, once all entries were taken. */
  conclude(
    head: ManifestHead,
    waves: readonly ManifestWave[],
    findings: readonly Finding[],
    settings: readonly SettingsEntry[],
  ): string {
    const { term, ticketInfo, emergencyAccess } = head;
    const text = JSON.stringify([
      head.tenantId,
      head.planName,
      term.type === "none" ? null : term.durationMs,
      head.justification,
      ticketInfo.ticketNumber,
      ticketInfo.ticketSystem,
      emergencyAccess.principalIds.toSorted(),
      emergencyAccess.minimumStanding,
      head.approvalMinimum,
      [head.driftTolerance.count ?? null, head.driftTolerance.percent ?? null],
      waves.map((wave) => [
        wave.position,
        wave.name,
        wave.concurrencyMax,
        wave.failureBudgetCount,
        wave.soakMs,
        wave.approvalMinimum,
        wave.mutesAssignmentMails,
      ]),
      findings.map(
        ({ guard, code, severity, pointer, message, principalId, roleDefinitionId, count, evidence }) => [
          guard,
          code,
          severity,
          pointer,
          message,
          principalId,
          roleDefinitionId,
          count,
          evidence.map(({ property, value }) => [property, value]),
        ],
      ),
      settings.map(({ roleDefinitionId, policyId, wavePosition, pointer, before, after }) => [
        roleDefinitionId,
        policyId,
        wavePosition,
        pointer,
        before.map((rule) => [rule.id, meaningOf(rule)]),
        after.map((rule) => [rule.id, meaningOf(rule)]),
      ]),
    ]);
    return this.#hash.update(text).digest("hex");
  }
}

/** The digest of a manifest that is in memory. */
export function manifestDigest(manifest: Manifest): string {
  const digest = new ManifestDigest();
  for (const entry of manifest.entries) digest.add(entry);
  return digest.conclude(manifest, manifest.waves, manifest.findings, manifest.settings);
}

function lineOf(entry: ManifestEntry): string {
  const { key, assignmentId, disposition, reason, detail, wavePosition, beforeImage } = entry;
  return JSON.stringify([
    keyText(key),
    assignmentId,
    disposition,
    reason,
    detail,
    wavePosition,
    beforeImage.origin,
    beforeImage.endDateTime,
  ]);
}
