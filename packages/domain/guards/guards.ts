import type { CompileContext } from "../compile/compile-context.ts";
import type { GuardName } from "../finding.ts";
import { ActivationReadiness } from "./activation-readiness.ts";
import { ApproverLiveness } from "./approver-liveness.ts";
import { AvailabilityFloor } from "./availability-floor.ts";
import { ConditionalAccess } from "./conditional-access.ts";
import { EmergencyAccess } from "./emergency-access.ts";
import type { Guard } from "./guard.ts";
import { LastGlobalAdministrators } from "./last-global-administrators.ts";
import { OperatorsLast } from "./operators-last.ts";
import { OwnIdentity } from "./own-identity.ts";
import { TierZero } from "./tier-zero.ts";
import { Unreconciled } from "./unreconciled.ts";

const GUARDS = {
  emergencyAccess: EmergencyAccess,
  lastGlobalAdministrators: LastGlobalAdministrators,
  ownIdentity: OwnIdentity,
  unreconciled: Unreconciled,
  tierZero: TierZero,
  approverLiveness: ApproverLiveness,
  availabilityFloor: AvailabilityFloor,
  operatorsLast: OperatorsLast,
  activationReadiness: ActivationReadiness,
  conditionalAccess: ConditionalAccess,
} as const satisfies Record<GuardName, new (context: CompileContext) => Guard>;

/** A guard of this name for one compilation. */
export function guardFor(name: GuardName, context: CompileContext): Guard {
  return new GUARDS[name](context);
}
