import { expect, test } from "vitest";
import {
  GLOBAL_ADMINISTRATOR,
  GUARD_NAMES,
  type GuardName,
  type Inventory,
  type Plan,
} from "@standdown/domain";
import {
  READER,
  EXCHANGE,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  CUSTOM,
  UNIT,
  type Someone,
  SOUND,
  tenant,
  plan,
  EVERY_ROLE,
  approvedBy,
  policy,
  group,
  compile,
  strict,
} from "../testing/guarded-tenant.ts";

/** What would hurt: the guard, what is so in the tenant, the plan, and what the guard says. */
type Harm = readonly [guard: GuardName, what: string, inventory: Inventory, plan: Plan, code: string];

const withGlass2 = (over: Partial<Someone>): readonly Someone[] => [
  ...SOUND.filter(({ id }) => id !== "glass2"),
  { id: "glass2", holds: [GLOBAL_ADMINISTRATOR], ...over },
];

const HARMS: readonly Harm[] = [
  [
    "emergencyAccess",
    "an emergency account that on premises rule",
    tenant(withGlass2({ onPremisesSyncEnabled: true })),
    plan(),
    "emergencyAccessSynchronized",
  ],
  [
    "emergencyAccess",
    "an emergency account that holds another role",
    tenant(withGlass2({ holds: [READER] })),
    plan(),
    "emergencyAccessNotStanding",
  ],
  [
    "emergencyAccess",
    "an emergency account whose role only one of the two lists has",
    tenant(SOUND, {
      roleAssignments: tenant(SOUND).roleAssignments.filter(({ principalId }) => principalId !== "glass2"),
    }),
    plan(),
    "emergencyAccessNotStanding",
  ],
  [
    "emergencyAccess",
    "an emergency account that rules a unit only",
    tenant(withGlass2({ holds: [[GLOBAL_ADMINISTRATOR, UNIT]] })),
    plan(),
    "emergencyAccessTooFew",
  ],
  [
    "emergencyAccess",
    "an emergency account of which nobody knows whether it is enabled",
    tenant(withGlass2({ accountEnabled: null })),
    plan(),
    "emergencyAccessNotStanding",
  ],
  [
    "lastGlobalAdministrators",
    "a plan that takes every other Global Administrator, and an emergency account that is none",
    tenant([...withGlass2({ holds: [READER] }), { id: "boss", holds: [GLOBAL_ADMINISTRATOR] }]),
    plan({ selection: EVERY_ROLE }),
    "lastGlobalAdministrators",
  ],
  [
    "unreconciled",
    "an assignment that only one of the two lists has",
    tenant(SOUND, {
      roleAssignments: tenant(SOUND).roleAssignments.filter(({ principalId }) => principalId !== "ann"),
    }),
    plan(),
    "unreconciled",
  ],
  [
    "tierZero",
    "a role that can take over the tenant",
    tenant([...SOUND, { id: "pam", holds: [PRIVILEGED_ROLE_ADMINISTRATOR] }]),
    plan(),
    "tierZeroNotConfirmed",
  ],
  [
    "tierZero",
    "a custom role that Microsoft marks as privileged",
    tenant([...SOUND, { id: "cus", holds: [CUSTOM] }]),
    plan(),
    "tierZeroNotConfirmed",
  ],
  [
    "approverLiveness",
    "approvers who are all disabled",
    tenant([...SOUND, { id: "app", accountEnabled: false }], {
      roleSettings: [approvedBy(READER, [{ kind: "user", id: "app" }])],
    }),
    plan(),
    "noApprover",
  ],
  [
    "approverLiveness",
    "an approver who was deleted",
    tenant(SOUND, { roleSettings: [approvedBy(READER, [{ kind: "user", id: "gone" }])] }),
    plan(),
    "noApprover",
  ],
  [
    "approverLiveness",
    "nobody named, and every Global Administrator becomes eligible under the same approval",
    tenant([...SOUND, { id: "boss", holds: [GLOBAL_ADMINISTRATOR] }], {
      roleSettings: [approvedBy(READER, []), approvedBy(GLOBAL_ADMINISTRATOR, [])],
    }),
    plan({ selection: EVERY_ROLE }),
    "noApprover",
  ],
  [
    "approverLiveness",
    "a circle: each kind of administrator must be let in by the other",
    tenant(
      [
        ...SOUND,
        { id: "boss", holds: [GLOBAL_ADMINISTRATOR] },
        { id: "pam", holds: [PRIVILEGED_ROLE_ADMINISTRATOR] },
      ],
      {
        roleSettings: [approvedBy(GLOBAL_ADMINISTRATOR, []), approvedBy(PRIVILEGED_ROLE_ADMINISTRATOR, [])],
      },
    ),
    plan({ selection: EVERY_ROLE }),
    "noApprover",
  ],
  [
    "availabilityFloor",
    "the only holder of a role could not activate it",
    tenant([...SOUND, { id: "exa", holds: [EXCHANGE], hasMfa: false }]),
    strict({ guards: { availabilityFloor: { mode: "enforce", minimum: 1 } } }),
    "belowFloor",
  ],
  [
    "availabilityFloor",
    "two must be able to use a role, and it has one holder",
    tenant([...SOUND, { id: "exa", holds: [EXCHANGE] }]),
    plan({ guards: { availabilityFloor: { mode: "enforce", minimum: 2 } } }),
    "belowFloor",
  ],
  [
    "activationReadiness",
    "somebody without a method for multifactor authentication",
    tenant([...SOUND, { id: "nom", holds: [READER], hasMfa: false }]),
    strict(),
    "mfaNotRegistered",
  ],
  [
    "activationReadiness",
    "somebody of whom nobody knows it",
    tenant([...SOUND, { id: "unk", holds: [READER], hasMfa: null }]),
    strict(),
    "mfaUnknown",
  ],
  [
    "activationReadiness",
    "a guest who has not accepted the invitation",
    tenant([...SOUND, { id: "gus", holds: [READER], externalUserState: "PendingAcceptance" }]),
    strict(),
    "guestPending",
  ],
  [
    "activationReadiness",
    "a personal Microsoft account",
    tenant([...SOUND, { id: "msa", holds: [READER], isMicrosoftAccount: true }]),
    strict(),
    "microsoftAccount",
  ],
  [
    "activationReadiness",
    "fewer seats than people",
    tenant(SOUND, { licences: tenant([]).licences.map((licence) => ({ ...licence, enabledUnits: 1 })) }),
    strict(),
    "licenceSeatsShort",
  ],
  [
    "activationReadiness",
    "a group of which nobody knows who is in it",
    tenant([...SOUND, { id: "team", type: "group", isAssignableToRole: true, holds: [READER] }]),
    strict(),
    "membersUnknown",
  ],
  [
    "activationReadiness",
    "a group with a member who could not activate",
    tenant(
      [
        ...SOUND,
        { id: "team", type: "group", isAssignableToRole: true, holds: [READER] },
        { id: "far", hasMfa: false },
      ],
      { groupMembers: [group("team", ["far"])] },
    ),
    strict(),
    "mfaNotRegistered",
  ],
  [
    "approverLiveness",
    "a group of approvers in which nobody's account can be used",
    tenant([...SOUND, { id: "team", type: "group" }, { id: "far", accountEnabled: false }], {
      roleSettings: [approvedBy(READER, [{ kind: "group", id: "team" }])],
      groupMembers: [group("team", ["far", "deleted"])],
    }),
    plan(),
    "noApprover",
  ],
  [
    "conditionalAccess",
    "a policy for the role's holders",
    tenant(SOUND, { conditionalAccessPolicies: [policy({ includeRoles: [READER] })] }),
    strict(),
    "policyStopsApplying",
  ],
  [
    "conditionalAccess",
    "a policy that blocks everybody but the role's holders",
    tenant(SOUND, {
      conditionalAccessPolicies: [
        policy({ includeUsers: ["All"], excludeRoles: [READER], grantControls: ["block"] }),
      ],
    }),
    strict(),
    "policyBeginsToApply",
  ],
];

test.each(HARMS)("%s refuses: %s", (guard, _what, inventory, over, code) => {
  const refused = compile(inventory, over);
  expect(refused.ok ? [] : refused.problems.map((problem) => problem.code)).toContain(code);
  for (const problem of refused.ok ? [] : refused.problems) {
    expect(problem.pointer).toMatch(/^\/spec\//);
    expect(problem.message.length).toBeGreaterThan(20);
  }
  const without = compile(
    inventory,
    over,
    GUARD_NAMES.filter((name) => name !== guard),
  );
  expect(without.ok ? [] : without.problems.map((problem) => problem.code)).not.toContain(code);
  // Without it the plan would be carried out.
  expect(compile(inventory, over, []).ok).toBe(true);
});

test("every guard has refused something here, or is shown below", () => {
  const shownBelow: readonly GuardName[] = ["ownIdentity", "operatorsLast"];
  expect(GUARD_NAMES.filter((name) => !HARMS.some(([guard]) => guard === name))).toEqual(shownBelow);
});
