import type { ManifestHead } from "../manifest.ts";
import { approvalMinimumOf } from "../plan/approval.ts";
import type { CompileContext } from "./compile-context.ts";

/** What a manifest says besides its waves and entries. */
export function manifestHead({ plan, facts, term }: CompileContext): ManifestHead {
  const { change, justification, emergencyAccess, drift } = plan.spec;
  return {
    tenantId: facts.tenantId,
    planName: plan.metadata.name,
    inventoryId: facts.id,
    term,
    justification,
    ticketInfo: { ticketNumber: change.number, ticketSystem: change.system },
    emergencyAccess: {
      principalIds: emergencyAccess.principals,
      minimumStanding: emergencyAccess.minimumStanding,
    },
    approvalMinimum: approvalMinimumOf(plan.spec),
    driftTolerance: drift?.tolerance ?? { count: 0 },
  };
}
