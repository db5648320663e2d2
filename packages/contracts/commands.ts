import { TEXT_PATTERN } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { Digest, Id, listOf, nullable, refTo, shape } from "./shape.ts";
import { RolloutPlan } from "./plan.ts";

const Reason = Type.String({
  maxLength: 1000,
  pattern: TEXT_PATTERN,
  description: "Why, for the ledger: one line, without control characters.",
});

/** Emergency access accounts that the checks are told of; a plan that reads the tenant tells them its own. */
export const EmergencyAccessOrder = {
  emergencyAccess: Type.Optional(
    listOf(Id, {
      maxItems: 100,
      description: "Ids of emergency access accounts, for the compliance checks.",
    }),
  ),
};

/** The body of `POST /v1/inventories`: nothing has to be said. */
export const InventoryOrder = nullable(shape(EmergencyAccessOrder));

/** The body of `POST /v1/rollouts` and of `POST /v1/plans/validate`. */
export const RolloutOrder = shape({
  plan: refTo(RolloutPlan),
  inventoryId: Type.Optional(Id),
});

/** The body of commands that need no more than a reason, and not even that. */
export const CommandOrder = nullable(shape({ reason: Type.Optional(Reason) }));

/** The body of a command that takes nothing. */
export const EmptyOrder = nullable(shape({}));

/** The body of `POST …/approvals`. The digest is the manifest's: what was read is what is signed. */
export const ApprovalOrder = shape({
  digest: Digest,
  decision: Type.Enum(["approve", "reject"]),
  reason: Reason,
});
export type ApprovalOrder = Static<typeof ApprovalOrder>;

/** The body of a wave's `promote` and `reject`. */
export const GateOrder = shape({ digest: Digest, reason: Reason });
