import { Type } from "typebox";
import { NOTHING_KNOWN, type Principal, type PrincipalType } from "@standdown/domain";
import { absentOrNull, Id, nullable, Time } from "../reading/fields.ts";
import { rowReader, type RowReader } from "../reading/row.ts";
import {
  isDynamic,
  isLicensedForPim,
  isMicrosoftAccount,
  lastSignIn,
  USER_EVIDENCE,
} from "./principal-evidence.ts";

/**
 * The kinds that are known: where each is read, which properties are always asked for, and which ones an inventory
 * asks for besides.
 */
export const PRINCIPAL_KINDS = {
  user: {
    odataType: "#microsoft.graph.user",
    path: "/users",
    select: [
      "id",
      "displayName",
      "userPrincipalName",
      "accountEnabled",
      "userType",
      "department",
      "onPremisesSyncEnabled",
    ],
    evidence: [
      "country",
      "jobTitle",
      "externalUserState",
      "identities",
      "assignedPlans",
      "signInActivity",
      "createdDateTime",
    ],
  },
  group: {
    odataType: "#microsoft.graph.group",
    path: "/groups",
    select: ["id", "displayName", "isAssignableToRole", "onPremisesSyncEnabled"],
    evidence: ["groupTypes", "membershipRule", "createdDateTime"],
  },
  servicePrincipal: {
    odataType: "#microsoft.graph.servicePrincipal",
    path: "/servicePrincipals",
    select: ["id", "displayName", "accountEnabled", "appId"],
    evidence: ["servicePrincipalType"],
  },
} as const;

/** A kind that is read by its own path. */
export type KnownKind = keyof typeof PRINCIPAL_KINDS;

const TEXT = absentOrNull(Type.String());
const FLAG = absentOrNull(Type.Boolean());
/** A property that decisions hang on must have been answered, be it with null. */
const ANSWERED = nullable(Type.Boolean());

/** Readers of one principal of each kind, as its own path shows it. */
export const PRINCIPAL_ROWS: Readonly<Record<KnownKind, RowReader<Principal>>> = {
  user: rowReader(
    Type.Object({
      id: Id,
      displayName: TEXT,
      userPrincipalName: TEXT,
      accountEnabled: ANSWERED,
      userType: TEXT,
      department: TEXT,
      onPremisesSyncEnabled: FLAG,
      ...USER_EVIDENCE,
    }),
    (row): Principal => ({
      ...NOTHING_KNOWN,
      id: row.id,
      type: "user",
      displayName: row.displayName ?? null,
      userPrincipalName: row.userPrincipalName ?? null,
      accountEnabled: row.accountEnabled,
      userType: row.userType ?? null,
      department: row.department ?? null,
      country: row.country ?? null,
      jobTitle: row.jobTitle ?? null,
      externalUserState: row.externalUserState ?? null,
      isMicrosoftAccount: isMicrosoftAccount(row.identities),
      isLicensedForPim: isLicensedForPim(row.assignedPlans),
      lastSignIn: lastSignIn(row.signInActivity),
      createdDateTime: row.createdDateTime ?? null,
      onPremisesSyncEnabled: row.onPremisesSyncEnabled ?? null,
    }),
  ),
  group: rowReader(
    Type.Object({
      id: Id,
      displayName: TEXT,
      isAssignableToRole: ANSWERED,
      onPremisesSyncEnabled: FLAG,
      groupTypes: absentOrNull(Type.Array(Type.String())),
      membershipRule: TEXT,
      createdDateTime: absentOrNull(Time),
    }),
    (row): Principal => ({
      ...NOTHING_KNOWN,
      id: row.id,
      type: "group",
      displayName: row.displayName ?? null,
      onPremisesSyncEnabled: row.onPremisesSyncEnabled ?? null,
      isAssignableToRole: row.isAssignableToRole,
      isDynamic: isDynamic(row),
      createdDateTime: row.createdDateTime ?? null,
    }),
  ),
  servicePrincipal: rowReader(
    Type.Object({
      id: Id,
      displayName: TEXT,
      accountEnabled: ANSWERED,
      appId: TEXT,
      servicePrincipalType: TEXT,
    }),
    (row): Principal => ({
      ...NOTHING_KNOWN,
      id: row.id,
      type: "servicePrincipal",
      displayName: row.displayName ?? null,
      accountEnabled: row.accountEnabled,
      appId: row.appId ?? null,
      servicePrincipalType: row.servicePrincipalType ?? null,
    }),
  ),
};

/** A directory object of any kind, with its kind and what every kind has. */
export const readDirectoryObject = rowReader(
  Type.Object({ id: Id, "@odata.type": Type.String(), displayName: TEXT }),
  (row): Principal => ({
    ...NOTHING_KNOWN,
    id: row.id,
    type: kindOf(row["@odata.type"]),
    displayName: row.displayName ?? null,
  }),
);

function kindOf(odataType: string): PrincipalType {
  const kinds = Object.keys(PRINCIPAL_KINDS).filter(isKnownKind);
  return kinds.find((kind) => PRINCIPAL_KINDS[kind].odataType === odataType) ?? "unknown";
}

/** True for the kinds that have a path of their own. */
export function isKnownKind(kind: string): kind is KnownKind {
  return Object.hasOwn(PRINCIPAL_KINDS, kind);
}
