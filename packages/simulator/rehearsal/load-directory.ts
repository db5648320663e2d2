import type { DirectoryObject, Group, Registration, User } from "../state/directory.ts";
import { joinGroup } from "../state/group-members.ts";
import { PLAIN_GROUP, PLAIN_USER } from "../state/plain-objects.ts";
import { scopeObjectId } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { parseTimestamp } from "../timestamp.ts";
import type { Inventory, InventoryGroup, InventoryPrincipal, InventoryUser } from "./inventory.ts";
import { pimProductId } from "./load-settings.ts";
import type { Mention } from "./who-is-who.ts";
import { memberIdsOf, othersIn } from "./who-is-who.ts";

/** What is said of people elsewhere than among the principals. */
interface Elsewhere {
  readonly registrations: ReadonlyMap<string, Registration>;
  /** What those have who are licensed for PIM. */
  readonly pimSkuIds: readonly string[];
}

function registrationsIn(inventory: Inventory): ReadonlyMap<string, Registration> {
  const { assignments, roleAssignments, mfaRegistrations } = inventory;
  const holders = new Set([...assignments, ...roleAssignments].map(({ principalId }) => principalId));
  return new Map(
    mfaRegistrations.map(({ id, isMfaRegistered, methodsRegistered }) => [
      id,
      { isMfaRegistered, methods: methodsRegistered, isAlwaysAdmin: !holders.has(id) },
    ]),
  );
}

function timeOf(text: string | null): number | null {
  return text === null ? null : parseTimestamp(text);
}

function userOf(user: InventoryUser, { registrations, pimSkuIds }: Elsewhere): User {
  const { lastSignIn, isLicensedForPim } = user;
  return {
    ...PLAIN_USER,
    id: user.id,
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    department: user.department,
    country: user.country,
    jobTitle: user.jobTitle,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    onPremisesSyncEnabled: user.onPremisesSyncEnabled,
    externalUserState: user.externalUserState,
    isMicrosoftAccount: user.isMicrosoftAccount,
    skuIds: isLicensedForPim === null ? null : isLicensedForPim ? pimSkuIds : [],
    signIns: lastSignIn.isKnown ? { lastAt: timeOf(lastSignIn.at) } : null,
    registration: registrations.get(user.id) ?? null,
    createdAt: timeOf(user.createdDateTime),
  };
}

function groupOf(group: InventoryGroup): Group {
  const { isDynamic } = group;
  return {
    ...PLAIN_GROUP,
    id: group.id,
    displayName: group.displayName,
    description: "",
    mailNickname: group.id,
    isAssignableToRole: group.isAssignableToRole,
    groupTypes: isDynamic === null ? null : isDynamic ? ["DynamicMembership"] : [],
    membershipRule: isDynamic === true ? "" : null,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled,
    createdAt: timeOf(group.createdDateTime),
  };
}

function objectOf(principal: InventoryPrincipal, elsewhere: Elsewhere): DirectoryObject {
  const { id } = principal;
  switch (principal.type) {
    case "user":
      return userOf(principal, elsewhere);
    case "group":
      return groupOf(principal);
    case "servicePrincipal": {
      const { appId, displayName, accountEnabled, servicePrincipalType } = principal;
      return { kind: "servicePrincipal", id, appId, displayName, accountEnabled, servicePrincipalType };
    }
    case "unknown":
      return { kind: "directoryObject", id, displayName: principal.displayName };
  }
}

/** Somebody of whom nothing but the id and the kind is said: the id stands for the names. */
function namelessObject(id: string, kind: Mention["kind"], { registrations }: Elsewhere): DirectoryObject {
  const named = { id, displayName: id, createdAt: null };
  switch (kind) {
    case "user":
      return {
        ...PLAIN_USER,
        ...named,
        userPrincipalName: `${id}@contoso.onmicrosoft.com`,
        accountEnabled: null,
        userType: null,
        isMicrosoftAccount: null,
        skuIds: null,
        registration: registrations.get(id) ?? null,
      };
    case "group":
      return { ...PLAIN_GROUP, ...named, description: "", mailNickname: id };
    case "servicePrincipal":
      return {
        kind: "servicePrincipal",
        id,
        appId: id,
        displayName: id,
        accountEnabled: null,
        servicePrincipalType: null,
      };
  }
}

/**
 * Fills the directory from an inventory. It has no registrations of applications: whatever a row is limited to that is
 * no principal and no administrative unit becomes one.
 */
export function loadDirectory(tenant: Tenant, inventory: Inventory): void {
  const { directory } = tenant;
  const pimSkuId = pimProductId(inventory);
  const elsewhere: Elsewhere = {
    registrations: registrationsIn(inventory),
    pimSkuIds: pimSkuId === null ? [] : [pimSkuId],
  };
  for (const principal of inventory.principals) directory.put(objectOf(principal, elsewhere));
  for (const { id, kind } of othersIn(inventory)) {
    if (directory.byId(id) === null) directory.put(namelessObject(id, kind, elsewhere));
  }
  for (const { id, displayName } of inventory.administrativeUnits) {
    directory.put({ kind: "administrativeUnit", id, displayName, description: "", memberIds: [] });
  }
  for (const rows of [inventory.assignments, inventory.roleAssignments, inventory.eligibilities]) {
    for (const { directoryScopeId, appScopeId } of rows) {
      if (appScopeId !== null) tenant.otherScopeIds.add(appScopeId);
      const id = scopeObjectId(directoryScopeId)?.toLowerCase() ?? null;
      const isUnit = directoryScopeId?.startsWith("/administrativeUnits/") === true;
      if (id === null || isUnit || directory.byId(id) !== null) continue;
      directory.put({ kind: "application", id, appId: id, displayName: `Application ${id}` });
    }
  }
}

/** Puts people into their groups, long before anybody looked. */
export function loadMembers(tenant: Tenant, { groupMembers }: Inventory, joinedAt: number): void {
  for (const group of groupMembers) {
    for (const id of memberIdsOf(group)) joinGroup(tenant, group.id, id, joinedAt);
  }
}
