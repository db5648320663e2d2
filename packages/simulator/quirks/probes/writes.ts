import { textAt } from "../../testing/json.ts";
import { grantOf } from "../../testing/lab.ts";
import type { Probe } from "./probe.ts";
import { told } from "./probe.ts";

/** Of quirks that show in what becomes of a write. */
export const WRITE_PROBES = {
  removeAnswers404: {
    value: 1,
    look: async (scene) => [told(await scene.remove()), scene.holds("assignment")],
    without: ["Revoked", false],
    struck: ["RoleAssignmentDoesNotExist", false],
  },
  outsidePimSurvivesRemove: {
    value: 1,
    look: async (scene) => [told(await scene.remove()), scene.holds("assignment")],
    without: ["Revoked", false],
    struck: ["Revoked", true],
  },
  crossSideDropOnUpdate: {
    value: 1,
    look: async (scene) => {
      await scene.grant();
      const first = told(await scene.lab.request("assignment", "adminUpdate", scene.row));
      const after = [scene.holds("assignment"), scene.holds("eligibility")];
      await scene.grant();
      const second = told(await scene.lab.request("eligibility", "adminUpdate", scene.row));
      return [first, ...after, second, scene.holds("assignment"), scene.holds("eligibility")];
    },
    without: ["Provisioned", true, true, "Provisioned", true, true],
    struck: ["Provisioned", true, false, "Provisioned", false, true],
  },
  crossSideDropOnRemove: {
    value: 1,
    look: async (scene) => [
      told(await scene.grant()),
      told(await scene.remove()),
      scene.holds("assignment"),
      scene.holds("eligibility"),
    ],
    without: ["Provisioned", "Revoked", false, true],
    struck: ["Provisioned", "Revoked", false, false],
  },
  groupGrantNeverProvisions: {
    value: 1,
    look: async (scene) => {
      const group = {
        ...grantOf(scene.row),
        principalId: await scene.make("/groups", { isAssignableToRole: false }),
      };
      return [
        told(await scene.lab.request("eligibility", "adminAssign", group)),
        scene.holds("eligibility", group),
      ];
    },
    without: ["Request_BadRequest", false],
    struck: ["Granted", false],
  },
  grantNeverProvisions: {
    value: 1,
    look: async (scene) => [told(await scene.grant()), scene.holds("eligibility")],
    without: ["Provisioned", true],
    struck: ["Granted", false],
  },
  slowProvisioning: {
    value: 5000,
    look: async (scene) => {
      const answer = await scene.grant();
      const atOnce = scene.holds("eligibility");
      const again = told(await scene.grant());
      await scene.lab.pass("PT5S");
      const id = textAt(answer.body, "id");
      const later = await scene.lab.graph(
        "GET",
        `/roleManagement/directory/roleEligibilityScheduleRequests/${id}`,
      );
      return [told(answer), atOnce, again, told(later), scene.holds("eligibility")];
    },
    without: ["Provisioned", true, "RoleAssignmentExists", "Provisioned", true],
    struck: ["PendingProvisioning", false, "PendingRoleAssignmentRequest", "Provisioned", true],
  },
  slowActivation: {
    value: 10_000,
    look: async (scene) => {
      const answer = await scene.lab.control("POST", "/activations", scene.eligibleOnly());
      const atOnce = scene.holds("assignment", scene.eligibleOnly(), "Activated");
      await scene.lab.pass("PT10S");
      return [told(answer), atOnce, scene.holds("assignment", scene.eligibleOnly(), "Activated")];
    },
    without: ["Provisioned", true, true],
    struck: ["PendingProvisioning", false, true],
  },
  activationEndsWithEligibility: {
    value: 1,
    look: async (scene) => {
      const used = scene.eligibleOnly();
      await scene.lab.control("POST", "/activations", used);
      await scene.lab.pass("PT5M");
      const answer = await scene.lab.request("eligibility", "adminRemove", used);
      return [told(answer), scene.holds("assignment", used, "Activated")];
    },
    without: ["Revoked", true],
    struck: ["Revoked", false],
  },
  deleteKeepsPimRows: {
    value: 1,
    look: async (scene) => {
      const wanted = scene.eligibleOnly();
      await scene.lab.request("assignment", "adminAssign", wanted);
      const made = [...scene.lab.tenant.schedules.ofPrincipal("assignment", wanted.principalId).values()][0];
      const path = `/roleManagement/directory/roleAssignments/${made?.instanceId ?? ""}`;
      return [(await scene.lab.graph("DELETE", path)).status, scene.holds("assignment", wanted)];
    },
    without: [204, false],
    struck: [204, true],
  },
  longTimeRefused: {
    value: 1,
    look: async (scene) => {
      const scheduleInfo = { expiration: { type: "afterDuration", duration: "P500D" } };
      return told(await scene.lab.request("eligibility", "adminAssign", scene.row, { scheduleInfo }));
    },
    without: "Provisioned",
    struck: "RoleAssignmentRequestPolicyValidationFailed",
  },
  otherRefusalCodes: {
    value: 1,
    look: async (scene) => {
      const account = { ...grantOf(scene.row), principalId: scene.lab.facts.callerId };
      return told(await scene.lab.request("eligibility", "adminAssign", account));
    },
    without: "InvalidRoleAssignmentRequest",
    struck: "RequestNotPermitted",
  },
  validationAnswers204: {
    value: 1,
    look: async (scene) => {
      const answer = await scene.lab.request("eligibility", "adminAssign", scene.row, {
        isValidationOnly: true,
      });
      return [answer.status, scene.holds("eligibility")];
    },
    without: [201, false],
    struck: [204, false],
  },
  pimWriteLimit: {
    value: 1,
    look: async (scene) => [(await scene.grant()).status, (await scene.remove()).status],
    without: [201, 201],
    struck: [201, 429],
  },
} as const satisfies Readonly<Record<string, Probe>>;
