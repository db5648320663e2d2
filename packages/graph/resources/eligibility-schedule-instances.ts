import { Type } from "typebox";
import type { EligibilityInstance } from "@standdown/domain";
import {
  anyCaseOf,
  Id,
  inDomainCase,
  KEY_FIELDS,
  keyOf,
  MEMBER_TYPES,
  nullable,
  Time,
  withScope,
} from "../reading/fields.ts";
import { rowReader } from "../reading/row.ts";

/** Where they are: the access that its holders can activate now. */
export const ELIGIBILITY_INSTANCES = "/roleManagement/directory/roleEligibilityScheduleInstances";

/** Reads one of them. Both times must be there: a missing end is not the same as none. */
export const readEligibilityInstance = rowReader(
  withScope(
    Type.Object({
      id: Id,
      ...KEY_FIELDS,
      memberType: anyCaseOf(MEMBER_TYPES),
      startDateTime: nullable(Time),
      endDateTime: nullable(Time),
      roleEligibilityScheduleId: Id,
    }),
  ),
  (row): EligibilityInstance => ({
    id: row.id,
    ...keyOf(row),
    memberType: inDomainCase(MEMBER_TYPES, row.memberType),
    startDateTime: row.startDateTime,
    endDateTime: row.endDateTime,
    roleEligibilityScheduleId: row.roleEligibilityScheduleId,
  }),
);
