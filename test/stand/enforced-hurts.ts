import { valueOf } from "@standdown/cli";
import { readManifest } from "@standdown/cli/demo";
import { takesForStanding } from "./careless.ts";
import {
  GLASS,
  LACKS_FACTOR,
  NOT_ELIGIBLE,
  REFUSED,
  REFUSED_NOW,
  allBut,
  uses,
  whileOtherwise,
  type Hurt,
} from "./guard-harm.ts";
import { Person } from "./person.ts";
import { ROLES, idOf } from "./small-world.ts";

/** The guards that no plan can switch off, each with a plan that hurts where the guard is not there. */
export const ENFORCED_HURTS: readonly Hurt[] = [
  {
    ...REFUSED,
    guard: "emergencyAccess",
    what: "one of the accounts that are declared for emergencies was never given the role, and nobody else has it when it is needed",
    world: {
      people: [
        ...GLASS,
        { name: "glass3", holds: ["messageCenterReader"] },
        { name: "boss", holds: ["globalAdministrator"] },
      ],
    },
    plan: (scene) =>
      scene.plan("globalAdministrator", {
        emergencyAccess: { principals: ["glass1", "glass2", "glass3"].map(idOf), minimumStanding: 2 },
        selection: { roles: [{ id: ROLES.globalAdministrator }], tierZero: true },
      }),
    stopped: ["aborted", "emergencyAccessNotStanding"],
    without: allBut("emergencyAccess"),
    // One day two are out of reach: that is what a third one is declared for.
    look: (scene) =>
      whileOtherwise(scene, { glass1: false, glass2: false }, () =>
        uses(scene, ["glass3", "boss"], "globalAdministrator"),
      ),
    before: [`glass3: ${REFUSED_NOW}; ${NOT_ELIGIBLE}`, "boss: 201"],
    after: [`glass3: ${REFUSED_NOW}; ${NOT_ELIGIBLE}`, `boss: ${REFUSED_NOW}; ${LACKS_FACTOR}`],
  },
  {
    ...REFUSED,
    guard: "lastGlobalAdministrators",
    what: "every Global Administrator is moved who has an account that is enabled",
    // The tenant itself never lets the last one go, and is content with a disabled account. The same people are counted
    // among those who are declared, by the guard before this one and once more at each removal: neither is there.
    world: {
      people: [
        { name: "glass1", holds: ["messageCenterReader"] },
        { name: "glass2", holds: ["messageCenterReader"] },
        { name: "boss1", holds: ["globalAdministrator"] },
        { name: "boss2", holds: ["globalAdministrator"] },
        { name: "gone", holds: ["globalAdministrator"], isEnabled: false },
      ],
    },
    plan: (scene) =>
      scene.plan("globalAdministrator", {
        selection: { roles: [{ id: ROLES.globalAdministrator }], tierZero: true },
      }),
    under: allBut("emergencyAccess"),
    stopped: ["aborted", "lastGlobalAdministrators"],
    without: {
      ...allBut("emergencyAccess", "lastGlobalAdministrators"),
      careless: takesForStanding(["glass1", "glass2"].map(idOf)),
    },
    look: async (scene) => [
      await scene.standing("globalAdministrator", ["glass1", "glass2", "boss1", "boss2", "gone"]),
      ...(await uses(scene, ["boss1", "boss2", "gone"], "globalAdministrator")),
    ],
    before: ["standing: boss1 boss2 gone", "boss1: 201", "boss2: 201", "gone: cannot sign in"],
    after: [
      "standing: gone",
      `boss1: ${REFUSED_NOW}; ${LACKS_FACTOR}`,
      `boss2: ${REFUSED_NOW}; ${LACKS_FACTOR}`,
      "gone: cannot sign in",
    ],
  },
  {
    guard: "ownIdentity",
    what: "a rule for applications takes the role of the very application that carries it out",
    // No plan comes as far as the guard, because a manifest leaves this application alone: the guard watches over the
    // manifest. Both know it by the same id, so that a worker lacks both which takes itself for another application.
    world: { people: GLASS },
    given: (scene) => scene.letProductInByRole("privilegedRoleAdministrator"),
    plan: (scene) =>
      scene.plan("privilegedRoleAdministrator", {
        selection: { roles: [{ id: ROLES.privilegedRoleAdministrator }], tierZero: true },
        strategy: {
          default: "keep",
          // oxlint-disable-next-line unicorn/no-thenable -- the plan's own word
          rules: [{ name: "apps-go", when: { principalTypes: ["servicePrincipal"] }, then: "remove" }],
        },
      }),
    stop: async ({ id, state }, scene) => [
      state,
      ...readManifest(valueOf(await scene.product.client.readManifest(id)))
        .filter(({ principalId }) => principalId === scene.idOf("ours"))
        .map(({ disposition, reason }) => `${disposition}: ${reason}`),
    ],
    stopped: ["planned", "exclude: ownIdentity"],
    without: { ...allBut("ownIdentity"), ownAppId: idOf("another application") },
    // It cannot even see any more what it has done.
    carryOut: async (scene, rollout) => {
      await scene.product.begin(rollout);
      await scene.product.until(rollout.id, "incomplete", ({ state }) => state === "incomplete");
    },
    look: async (scene) => {
      const product = await Person.ofProduct(scene.tenant, scene.idOf("ours"));
      return [`reads: ${await product.readsRoles()}`, `gives: ${await product.givesRoles()}`];
    },
    before: ["reads: 200", "gives: 201"],
    after: ["reads: 403 PermissionScopeNotGranted", "gives: 403 PermissionScopeNotGranted"],
  },
  {
    ...REFUSED,
    guard: "unreconciled",
    what: "one of the tenant's two lists does not know of somebody's access: the rollout ends, and they still have it",
    world: {
      people: [
        ...GLASS,
        { name: "ann", holds: ["securityReader"] },
        { name: "bob", holdsPastPim: "securityReader" },
      ],
    },
    plan: (scene) => scene.plan("securityReader"),
    stopped: ["aborted", "unreconciled"],
    without: allBut("unreconciled"),
    look: (scene) => uses(scene, ["ann", "bob"], "securityReader"),
    before: ["ann: 200", "bob: 200"],
    after: [`ann: ${REFUSED_NOW}; ${LACKS_FACTOR}`, "bob: 200"],
  },
];
