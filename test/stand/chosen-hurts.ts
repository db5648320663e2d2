import { valueOf } from "@standdown/cli";
import {
  GLASS,
  LACKS_FACTOR,
  REFUSED,
  REFUSED_NOW,
  WAITS,
  allBut,
  uses,
  whileOtherwise,
  type Hurt,
} from "./guard-harm.ts";
import { ROLES, idOf } from "./small-world.ts";

/** The guards that a plan can turn down, each with a plan that hurts where the guard is not there. */
export const CHOSEN_HURTS: readonly Hurt[] = [
  {
    ...REFUSED,
    guard: "tierZero",
    what: "a plan for all remaining roles takes the role that gives roles as well",
    world: {
      people: [
        ...GLASS,
        { name: "ann", holds: ["securityReader"] },
        { name: "pam", holds: ["privilegedRoleAdministrator"] },
      ],
    },
    plan: (scene) => scene.plan("securityReader", { selection: { roles: [{ all: "remaining" }] } }),
    stopped: ["aborted", "tierZeroNotConfirmed"],
    without: allBut("tierZero"),
    look: (scene) => uses(scene, ["pam"], "privilegedRoleAdministrator"),
    before: ["pam: 201"],
    after: [`pam: ${REFUSED_NOW}; ${LACKS_FACTOR}`],
  },
  {
    ...REFUSED,
    guard: "approverLiveness",
    what: "the only one who may approve activations of the role has left",
    world: {
      people: [
        ...GLASS,
        { name: "ann", holds: ["securityReader"] },
        { name: "bob", holds: ["securityReader"] },
        { name: "app", isEnabled: false },
      ],
      approvedRoles: [{ role: "securityReader", approvers: ["app"] }],
    },
    plan: (scene) => scene.plan("securityReader"),
    stopped: ["aborted", "noApprover"],
    without: allBut("approverLiveness"),
    // Bob only asks while the approver is back, to see that nothing else is in the way.
    look: async (scene) => [
      ...(await uses(scene, ["ann"], "securityReader")),
      ...(await whileOtherwise(scene, { app: true }, () => uses(scene, ["bob"], "securityReader"))),
    ],
    before: ["ann: 200", "bob: 200"],
    after: [`ann: ${REFUSED_NOW}; ${WAITS} nobody`, `bob: ${REFUSED_NOW}; ${WAITS} app`],
  },
  {
    ...REFUSED,
    guard: "availabilityFloor",
    what: "of those who hold a role nobody could activate it",
    world: {
      people: [
        ...GLASS,
        { name: "ann", holds: ["securityReader"] },
        { name: "bob", holds: ["securityReader"] },
      ],
    },
    plan: (scene) =>
      scene.plan("securityReader", { guards: { availabilityFloor: { mode: "enforce", minimum: 1 } } }),
    stopped: ["aborted", "belowFloor"],
    without: allBut("availabilityFloor"),
    look: async (scene) => [
      await scene.standing("securityReader", ["glass1", "glass2", "ann", "bob"]),
      ...(await uses(scene, ["ann", "bob"], "securityReader")),
    ],
    before: ["standing: ann bob", "ann: 200", "bob: 200"],
    after: [
      "standing: nobody",
      `ann: ${REFUSED_NOW}; ${LACKS_FACTOR}`,
      `bob: ${REFUSED_NOW}; ${LACKS_FACTOR}`,
    ],
  },
  {
    guard: "operatorsLast",
    what: "the operator is moved in the first wave, and cannot help anybody in the middle of the rollout",
    world: {
      people: [
        ...GLASS,
        { name: "ann", holds: ["securityReader"] },
        { name: "pam", holds: ["privilegedRoleAdministrator"] },
        { name: "ops", holds: ["privilegedRoleAdministrator"] },
      ],
    },
    plan: (scene) =>
      scene.plan("securityReader", {
        operators: { principals: [idOf("ops")] },
        selection: { roles: [{ all: "remaining" }], tierZero: true },
        waves: [
          { name: "first", select: { roles: [{ id: ROLES.privilegedRoleAdministrator }] } },
          { name: "last", size: { remainder: true }, approval: { minimum: 1 } },
        ],
      }),
    // Nothing has to be refused: the waves see to it.
    stop: async ({ id, state }, scene) => {
      const { items } = valueOf(await scene.product.client.listConversions(id, { wave: "first" }));
      return [state, ...items.map(({ beforeImage }) => `${beforeImage.principalName} goes first`)];
    },
    stopped: ["planned", "pam@contoso.example goes first"],
    without: allBut("operatorsLast"),
    carryOut: async (scene, rollout) => {
      await scene.product.begin(rollout);
      await scene.product.until(rollout.id, "waiting for the last wave", ({ waves }) =>
        waves.some(({ name, state }) => name === "last" && state === "waiting"),
      );
    },
    look: (scene) => uses(scene, ["ops"], "privilegedRoleAdministrator"),
    before: ["ops: 201"],
    after: [`ops: ${REFUSED_NOW}; ${LACKS_FACTOR}`],
  },
  {
    ...REFUSED,
    guard: "activationReadiness",
    what: "somebody becomes eligible who has registered nothing to activate with, and stands outside",
    world: null,
    given: (scene) => scene.welcome("newcomer", "securityReader"),
    plan: (scene) => scene.plan("securityReader", { guards: { activationReadiness: "enforce" } }),
    stopped: ["aborted", "mfaNotRegistered"],
    without: allBut("activationReadiness"),
    look: (scene) => uses(scene, ["newcomer"], "securityReader"),
    before: ["newcomer: 200"],
    after: [`newcomer: ${REFUSED_NOW}; ${LACKS_FACTOR}`],
  },
  {
    ...REFUSED,
    guard: "conditionalAccess",
    what: "policies for administrators no longer reach somebody who is none between activations",
    world: null,
    given: (scene) => scene.welcome("newcomer", "exchangeAdministrator"),
    plan: (scene) =>
      scene.plan("exchangeAdministrator", {
        guards: { conditionalAccess: "enforce" },
        selection: {
          roles: [{ id: ROLES.exchangeAdministrator }],
          principals: { include: [scene.idOf("newcomer")] },
        },
      }),
    stopped: ["aborted", "policyStopsApplying"],
    without: allBut("conditionalAccess"),
    look: async (scene) => (await (await scene.signIn("newcomer"))?.policiesByRole()) ?? [],
    before: ["Administrators sign in again after four hours", "Require MFA for administrators"],
    after: [],
  },
];
