import type { LedgerFact } from "../ledger.ts";
import type { SettingsWrite } from "./settings-change.ts";
import type { SettingsWork } from "./settings-work.ts";

/** What the ledger says of a change: the write as it is now, what was read, the state. `end`: why it is at rest. */
export function settingsFacts(
  from: SettingsWork,
  to: SettingsWork,
  end: { readonly code: string | null; readonly detail: string | null } | null,
): readonly LedgerFact[] {
  const { id: changeId, roleDefinitionId, write, conflicts } = to;
  const facts: LedgerFact[] = [];
  if (write !== null && tells(write) !== tells(from.write)) {
    facts.push({ kind: "roleSettings.writeChanged", changeId, roleDefinitionId, write });
  }
  if (JSON.stringify(conflicts) !== JSON.stringify(from.conflicts)) {
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

/** What is told of a write: all but when reads agreed on it. */
function tells(write: SettingsWrite | null): string {
  return JSON.stringify(write === null ? null : { ...write, agreedAt: null });
}
