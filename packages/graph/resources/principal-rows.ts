import { Type } from "typebox";
import { NOTHING_KNOWN, type Principal, type PrincipalType } from "@standdown/domain";
import { absentOrNull, Id, nullable } from "../reading/fields.ts";
import { rowReader, type RowReader } from "../reading/row.ts";

/** The kinds that are known, each with where it is read and which properties are asked for. */
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
  },
  group: {
    odataType: "#microsoft.graph.group",
    path: "/groups",
    select: ["id", "displayName", "isAssignableToRole", "onPremisesSyncEnabled"],
  },
  servicePrincipal: {
    odataType: "#microsoft.graph.servicePrincipal",
    path: "/servicePrincipals",
    select: ["id", "displayName", "accountEnabled", "appId"],
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
      onPremisesSyncEnabled: row.onPremisesSyncEnabled ?? null,
    }),
  ),
  group: rowReader(
    Type.Object({
      id: Id,
      displayName: TEXT,
      isAssignableToRole: ANSWERED,
      onPremisesSyncEnabled: FLAG,
    }),
    (row): Principal => ({
      ...NOTHING_KNOWN,
      id: row.id,
      type: "group",
      displayName: row.displayName ?? null,
      onPremisesSyncEnabled: row.onPremisesSyncEnabled ?? null,
      isAssignableToRole: row.isAssignableToRole,
    }),
  ),
  servicePrincipal: rowReader(
    Type.Object({ id: Id, displayName: TEXT, accountEnabled: ANSWERED, appId: TEXT }),
    (row): Principal => ({
      ...NOTHING_KNOWN,
      id: row.id,
      type: "servicePrincipal",
      displayName: row.displayName ?? null,
      accountEnabled: row.accountEnabled,
      appId: row.appId ?? null,
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
