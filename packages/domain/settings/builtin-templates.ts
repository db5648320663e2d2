import type { Template } from "../plan/role-settings.ts";

/** The names of built-in templates begin with it, those of a plan's own do not. */
export const BUILTIN_PREFIX = "standdown-";

/** A template that every plan can take, and where its values come from. */
export type BuiltinTemplate = {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly template: Template;
};

const DEPLOYMENT_PLAN =
  'Microsoft, "Plan a Privileged Identity Management deployment", table of example settings for Entra roles ' +
  "(learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-deployment-plan)";
const EVERYBODY = { level: "All", defaultRecipients: true } as const;

/**
 * One template for each tier of roles, over a common base. None of them says how long assignments may last: that would
 * loosen what a tenant has, or stand in the way of a roll back, which assigns permanently again. None names an approver
 * or an authentication context, which are a tenant's own.
 */
export const BUILTIN_TEMPLATES: readonly BuiltinTemplate[] = [
  {
    name: "standdown-base",
    description: "Multifactor authentication and a justification; everybody gets every mail.",
    source:
      "What Microsoft sets for a role of a new tenant (Microsoft Graph, list roleManagementPolicyAssignments), " +
      "its duration apart",
    template: {
      eligible: { notifications: { admin: EVERYBODY, requestor: EVERYBODY, approver: EVERYBODY } },
      active: {
        require: ["Justification"],
        notifications: { admin: EVERYBODY, requestor: EVERYBODY, approver: EVERYBODY },
      },
      activation: {
        require: ["MultiFactorAuthentication", "Justification"],
        notifications: { admin: EVERYBODY, requestor: EVERYBODY, approver: EVERYBODY },
      },
    },
  },
  {
    name: "standdown-tier-zero",
    description:
      "Roles that can take over the tenant: a ticket and an approval besides, for one hour. Whoever takes it must " +
      "name the approvers.",
    source: `${DEPLOYMENT_PLAN}: Global Administrator`,
    template: {
      extends: "standdown-base",
      activation: {
        maximumDuration: "PT1H",
        require: ["MultiFactorAuthentication", "Justification", "Ticketing"],
        approval: { required: true, requestorJustification: true, approverJustification: true },
      },
    },
  },
  {
    name: "standdown-tier-one",
    description: "Roles that run a service: for two hours, without an approval.",
    source: `${DEPLOYMENT_PLAN}: Exchange Administrator`,
    template: { extends: "standdown-base", activation: { maximumDuration: "PT2H" } },
  },
  {
    name: "standdown-tier-two",
    description: "Roles that read or serve users: for eight hours, without an approval.",
    source:
      `${DEPLOYMENT_PLAN}: Helpdesk Administrator; that example asks for a ticket in the place of multifactor ` +
      "authentication, which Microsoft's own default and the alert \"Roles don't require MFA\" ask for of every role",
    template: { extends: "standdown-base", activation: { maximumDuration: "PT8H" } },
  },
];
