import { Type } from "typebox";
import type { ConditionalAccessPolicy } from "@standdown/domain";
import { absentOrNull, anyCaseOf, Id, inDomainCase, nullable } from "../reading/fields.ts";
import { rowReader } from "../reading/row.ts";

/** Where they are. The service takes one request a second from a tenant, and says no time when it refuses. */
export const CONDITIONAL_ACCESS_POLICIES = "/identity/conditionalAccess/policies";

const STATES = ["enabled", "disabled", "enabledForReportingButNotEnforced"] as const;
const WORDS = absentOrNull(Type.Array(Type.String()));
const USERS = Type.Object({
  includeUsers: WORDS,
  excludeUsers: WORDS,
  includeGroups: WORDS,
  excludeGroups: WORDS,
  includeRoles: WORDS,
  excludeRoles: WORDS,
});
const APPLICATIONS = Type.Object({ includeAuthenticationContextClassReferences: WORDS });

/**
 * Reads one of them. A policy for workloads names no users, one that only limits sessions grants nothing; a state that
 * is not known is refused, for nobody knows whether it is enforced.
 */
export const readConditionalAccessPolicy = rowReader(
  Type.Object({
    id: Id,
    displayName: Type.String(),
    state: anyCaseOf(STATES),
    conditions: Type.Object({ users: absentOrNull(USERS), applications: absentOrNull(APPLICATIONS) }),
    grantControls: nullable(Type.Object({ builtInControls: WORDS })),
  }),
  ({ id, displayName, state, conditions, grantControls }): ConditionalAccessPolicy => {
    const { users, applications } = conditions;
    return {
      id,
      displayName,
      state: inDomainCase(STATES, state),
      includeRoles: users?.includeRoles ?? [],
      excludeRoles: users?.excludeRoles ?? [],
      includeUsers: users?.includeUsers ?? [],
      excludeUsers: users?.excludeUsers ?? [],
      includeGroups: users?.includeGroups ?? [],
      excludeGroups: users?.excludeGroups ?? [],
      authenticationContexts: applications?.includeAuthenticationContextClassReferences ?? [],
      grantControls: grantControls?.builtInControls ?? [],
    };
  },
);
