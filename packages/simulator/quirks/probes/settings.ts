import { approvalSetting } from "../../default-policy.ts";
import { APPROVER_ID, changeOf, ruleBody, SettingsClient } from "../../testing/settings.ts";
import type { Probe } from "./probe.ts";
import { told } from "./probe.ts";

const EXPIRATION = "Expiration_EndUser_Assignment";
const ENABLEMENT = "Enablement_EndUser_Assignment";
const APPROVAL = "Approval_EndUser_Assignment";
const NOTIFICATION = "Notification_Admin_Admin_Eligibility";

/** Changes how long an activation may last, and says how that was answered. */
function askForDuration(maximumDuration: string): Probe["look"] {
  return async ({ lab }) => {
    const settings = new SettingsClient(lab);
    const properties = { isExpirationRequired: true, maximumDuration };
    return (await settings.change(await settings.policyId("role"), EXPIRATION, properties)).status;
  };
}

/** Of quirks of the settings of roles. */
export const SETTINGS_PROBES = {
  zeroDurationTaken: { value: 1, look: askForDuration("PT0S"), without: 400, struck: 204 },
  portalLimitsInApi: { value: 1, look: askForDuration("PT15M"), without: 204, struck: 400 },
  rulesJudgedOneByOne: {
    value: 1,
    look: async ({ lab }) => {
      const settings = new SettingsClient(lab);
      const policyId = await settings.policyId("role");
      await settings.change(policyId, ENABLEMENT, { enabledRules: ["MultiFactorAuthentication"] });
      const context = "AuthenticationContext_EndUser_Assignment";
      const answer = await settings.changeSeveral(policyId, [
        ruleBody(context, { isEnabled: true, claimValue: "c1" }),
        ruleBody(ENABLEMENT, { enabledRules: [] }),
      ]);
      return answer.status === 200 ? "changed" : told(answer);
    },
    without: "changed",
    struck: "MfaAndAcrsConflict",
  },
  leftOutRulePartsReset: {
    value: 1,
    look: async ({ lab }) => {
      const settings = new SettingsClient(lab);
      const policyId = await settings.policyId("role");
      await settings.change(policyId, NOTIFICATION, changeOf(NOTIFICATION));
      await settings.change(policyId, NOTIFICATION, { notificationLevel: "None" });
      return (await settings.rule(policyId, NOTIFICATION))["notificationRecipients"];
    },
    without: ["desk@contoso.com"],
    struck: [],
  },
  approversInBetaShape: {
    value: 1,
    look: async ({ lab }) => {
      const settings = new SettingsClient(lab);
      const policyId = await settings.policyId("role");
      const approver = { "@odata.type": "#microsoft.graph.singleUser", userId: APPROVER_ID };
      await settings.change(policyId, APPROVAL, { setting: approvalSetting(true, [approver]) });
      const shown = JSON.stringify(await settings.rule(policyId, APPROVAL));
      return [shown.includes("userId"), shown.includes("isBackup")];
    },
    without: [true, false],
    struck: [false, true],
  },
} as const satisfies Readonly<Record<string, Probe>>;
