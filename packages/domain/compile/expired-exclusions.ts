import type { Finding } from "../finding.ts";
import { FirstOfKind } from "../guards/guard.ts";
import { exclusionText, isOver } from "../plan/exclusions.ts";
import type { CompileContext } from "./compile-context.ts";

/** The exclusions of the plan that are over: whom they name is included again, and somebody should know. */
export function expiredExclusionFindings({ plan, now }: CompileContext): readonly Finding[] {
  const found = new FirstOfKind();
  for (const [at, exclusion] of (plan.spec.exclusions ?? []).entries()) {
    if (!isOver(exclusion, now)) continue;
    const { principalId, roleDefinitionId = null, owner } = exclusion;
    found.add({
      code: "expiredExclusion",
      pointer: `/spec/exclusions/${at}`,
      message: `the exclusion of ${principalId} is over, so what it was about is included again (${exclusionText(exclusion)})`,
      principalId,
      roleDefinitionId,
      count: 1,
      evidence: [{ property: "owner", value: owner }],
    });
  }
  return found.conclude().map((one) => ({ guard: "expiredExclusion", severity: "warns", ...one }));
}
