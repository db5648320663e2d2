import { Type, type Static } from "typebox";
import type { GuardName } from "../finding.ts";
import { STRICT } from "./fields.ts";

const Mode = Type.Enum(["enforce", "warn", "off"]);
/** `enforce`: a finding refuses the plan. `warn`: it is shown and signed. `off`: nobody looks. */
export type GuardMode = Static<typeof Mode>;

/** How strict each guard is that a plan may set; the others are always enforced. */
export const Guards = Type.Object(
  {
    operatorsLast: Type.Optional(Mode),
    approverLiveness: Type.Optional(Mode),
    availabilityFloor: Type.Optional(
      Type.Object({ mode: Mode, minimum: Type.Integer({ minimum: 1, maximum: 100 }) }, STRICT),
    ),
    activationReadiness: Type.Optional(Mode),
    conditionalAccess: Type.Optional(Mode),
    tierZero: Type.Optional(Mode),
  },
  STRICT,
);
export type Guards = Static<typeof Guards>;

/** How many people must be able to use a role where the plan does not say it. */
const DEFAULT_FLOOR = 1;

/** How strict a guard is under a plan. What can lock everybody out is enforced unless the plan says otherwise. */
export function guardMode(guards: Guards | undefined, name: GuardName): GuardMode {
  switch (name) {
    case "emergencyAccess":
    case "lastGlobalAdministrators":
    case "ownIdentity":
    case "unreconciled":
      return "enforce";
    case "operatorsLast":
    case "approverLiveness":
    case "tierZero":
      return guards?.[name] ?? "enforce";
    case "availabilityFloor":
      return guards?.availabilityFloor?.mode ?? "warn";
    case "activationReadiness":
    case "conditionalAccess":
      return guards?.[name] ?? "warn";
  }
}

/** How many people must be able to use each role of the plan when it has ended. */
export function floorOf(guards: Guards | undefined): number {
  return guards?.availabilityFloor?.minimum ?? DEFAULT_FLOOR;
}
