import { parsePlan } from "../commands/plan-file.ts";

/** The ids that the example's placeholders stand for. */
export type PlanIds = { readonly tenantId: string; readonly emergencyAccessIds: readonly string[] };

/** The plan's text with the placeholders `{tenantId}` and `{emergencyAccessId1}`… filled in, as a document. */
export function fillPlan(text: string, { tenantId, emergencyAccessIds }: PlanIds): unknown {
  let filled = text.replaceAll("{tenantId}", tenantId);
  for (const [index, id] of emergencyAccessIds.entries()) {
    filled = filled.replaceAll(`{emergencyAccessId${index + 1}}`, id);
  }
  return parsePlan("the example plan", filled).document;
}
