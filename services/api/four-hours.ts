import type { RoleSettings } from "@standdown/domain";
import { longestActivation, roleRules } from "../../test/stand/role-rules.ts";
import { MESSAGE_CENTER_READER } from "./api-under-test.ts";

/** The settings of the one role of the tests: as of a new tenant, but an activation lasts four hours at most, and takes nothing. */
export const fourHours: RoleSettings = {
  id: "policy_role",
  policyId: "policy",
  roleDefinitionId: MESSAGE_CENTER_READER,
  rules: roleRules(longestActivation("PT4H"), {
    kind: "enablement",
    id: "Enablement_EndUser_Assignment",
    enabledRules: [],
  }),
};
