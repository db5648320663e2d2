import type { LedgerFact } from "../ledger.ts";
import { sameRule } from "./rule-equality.ts";
import type { RuleConflict, SettingsWrite } from "./settings-change.ts";
import type { SettingsWork } from "./settings-work.ts";

/** What the ledger says of a change: the write as it is now, what was read, the state. `end`: why it is at rest. */
export function settingsFacts(
  from: SettingsWork,
  to: SettingsWork,
  end: { readonly code: string | null; readonly detail: string | null } | null,
): readonly LedgerFact[] {
  const { id: changeId, roleDefinitionId, write, conflicts } = to;
  const facts: LedgerFact[] = [];
  if (write !== null && !isTold(write, from.write)) {
    facts.push({ kind: "roleSettings.writeChanged", changeId, roleDefinitionId, write });
  }
  if (!areTold(conflicts, from.conflicts)) {
    facts.push({ kind: "roleSettings.checked", changeId, roleDefinitionId, conflicts });
  }
  if (end !== null && (from.state !== to.state || end.code !== null)) {
    facts.push({
      kind: "roleSettings.stateChanged",
      changeId,
      roleDefinitionId,
      from: from.state,
      to: to.state,
      direction: to.direction,
      code: end.code,
      detail: end.detail,
    });
  }
  return facts;
}

/** True where the ledger says it already: when reads agreed on it is not told. */
function isTold(write: SettingsWrite, former: SettingsWrite | null): boolean {
  return (
    former !== null &&
    write.clientRequestId === former.clientRequestId &&
    write.state === former.state &&
    write.attempt === former.attempt &&
    write.answeredAt === former.answeredAt &&
    write.problem?.code === former.problem?.code
  );
}

function areTold(conflicts: readonly RuleConflict[], former: readonly RuleConflict[]): boolean {
  return (
    conflicts.length === former.length &&
    conflicts.every((conflict) =>
      former.some(
        ({ expected, found }) => sameRule(expected, conflict.expected) && sameRule(found, conflict.found),
      ),
    )
  );
}
