import type { LedgerEntryDocument } from "@standdown/contracts";
import { ruleTitle, type RuleId } from "@standdown/domain";
import { driftText } from "./drift-lines.ts";

type Fact = LedgerEntryDocument["fact"];

/** One ledger entry in one line: its place, when, who, what. */
export function entryLine({ position, at, actor, conversionId, fact }: LedgerEntryDocument): string {
  const whom = "roleDefinitionId" in fact ? `role ${fact.roleDefinitionId}` : conversionId;
  const about = whom === null ? "" : `  ${whom}`;
  return `${String(position).padStart(6)}  ${at}  ${actor}  ${fact.kind}  ${detailOf(fact)}${about}`;
}

function detailOf(fact: Fact): string {
  switch (fact.kind) {
    case "rollout.created":
      return fact.planName;
    case "rollout.compiled":
      return compiledText(sumOf(fact.conversionsByWave), sumOf(fact.removalsByWave ?? []));
    case "rollout.stateChanged":
    case "wave.stateChanged":
      return `${fact.from} -> ${fact.to}${fact.direction === "back" ? " (back)" : ""}`;
    case "conversion.stateChanged":
    case "roleSettings.stateChanged":
      return `${fact.from} -> ${fact.to}${fact.code === null ? "" : ` (${fact.code})`}`;
    case "rollout.startOrdered":
      return fact.reason;
    case "rollout.driftChecked":
      return `${fact.state}${fact.counts === null ? "" : `, ${driftText(fact.counts)}`}`;
    case "approval.given":
      return `${fact.decision} ${fact.digest.slice(0, 12)}`;
    case "hold.placed":
      return `${fact.reason} ${fact.detail}`.trimEnd();
    case "hold.lifted":
      return fact.holdId;
    case "step.changed":
      return `${fact.step.name} ${fact.step.state}`;
    case "roleSettings.writeChanged":
      return `${titlesOf(fact.write.rules.map(({ id }) => id))} ${fact.write.state}`;
    case "roleSettings.checked": {
      const titles = titlesOf(fact.conflicts.map(({ ruleId }) => ruleId));
      return titles === "" ? "as expected" : `not as expected: ${titles}`;
    }
  }
}

function titlesOf(ids: readonly RuleId[]): string {
  return ids.map(ruleTitle).join(", ");
}

function compiledText(total: number, removals: number): string {
  return removals === 0
    ? `${total} conversions`
    : `${total} conversions, of which ${removals} take access away`;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
