import { Type } from "typebox";
import type { MfaRegistration } from "@standdown/domain";
import { absentOrNull, Id } from "../reading/fields.ts";
import { whereTrue, withQuery } from "../reading/filter.ts";
import { rowReader } from "../reading/row.ts";

/**
 * Where it is said who can do multifactor authentication, for those who hold a role. The report knows no disabled
 * accounts, and it is not documented whether it counts those who are only eligible: who is missing is not known.
 */
export const REGISTRATION_DETAILS = withQuery("/reports/authenticationMethods/userRegistrationDetails", {
  filter: whereTrue("isAdmin"),
});

/** Reads one of them; `id` is that of the user. */
export const readRegistration = rowReader(
  Type.Object({
    id: Id,
    isMfaRegistered: Type.Boolean(),
    methodsRegistered: absentOrNull(Type.Array(Type.String())),
  }),
  ({ id, isMfaRegistered, methodsRegistered }): MfaRegistration => ({
    id,
    isMfaRegistered,
    methodsRegistered: methodsRegistered ?? [],
  }),
);
