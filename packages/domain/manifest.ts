import { createHash } from "node:crypto";
import { keyText, type AccessKey } from "./access.ts";
import type { BeforeImage, EligibilityTerm } from "./conversion.ts";
import type { Disposition, ReasonCode } from "./disposition.ts";
import type { TicketInfo } from "./schedule-request.ts";

/** What becomes of one active assignment of the tenant, and why. `wavePosition` is null unless it is converted. */
export type ManifestEntry = {
  readonly key: AccessKey;
  readonly assignmentId: string;
  readonly disposition: Disposition;
  readonly reason: ReasonCode;
  readonly wavePosition: number | null;
  readonly beforeImage: BeforeImage;
};

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
};

/** Plan and inventory, compiled: exactly what will run. */
export type Manifest = {
  readonly tenantId: string;
  readonly planName: string;
  readonly inventoryId: string;
  readonly term: EligibilityTerm;
  /** The plan's justification with its placeholders still in it. */
  readonly justification: string;
  readonly ticketInfo: TicketInfo;
  readonly emergencyAccess: { readonly principalIds: readonly string[]; readonly minimumStanding: number };
  readonly waves: readonly ManifestWave[];
  readonly entries: readonly ManifestEntry[];
};

/**
 * The digest that an approval signs: SHA-256 (hex) over a canonical text of the manifest. Entries count by key,
 * not by the order in which they were read; the inventory's id and read times do not count, so compiling the same
 * tenant twice gives the same digest.
 */
export function manifestDigest(manifest: Manifest): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([
      manifest.tenantId,
      manifest.planName,
      manifest.term.type === "none" ? null : manifest.term.durationMs,
      manifest.justification,
      manifest.ticketInfo.ticketNumber,
      manifest.ticketInfo.ticketSystem,
      manifest.emergencyAccess.principalIds.toSorted(),
      manifest.emergencyAccess.minimumStanding,
      manifest.waves.map((wave) => [
        wave.position,
        wave.name,
        wave.concurrencyMax,
        wave.failureBudgetCount,
        wave.soakMs,
        wave.approvalMinimum,
      ]),
    ]),
  );
  const lines = manifest.entries.map((entry) =>
    JSON.stringify([
      keyText(entry.key),
      entry.assignmentId,
      entry.disposition,
      entry.reason,
      entry.wavePosition,
      entry.beforeImage.origin,
      entry.beforeImage.endDateTime,
    ]),
  );
  for (const line of lines.toSorted()) hash.update("\n").update(line);
  return hash.digest("hex");
}
