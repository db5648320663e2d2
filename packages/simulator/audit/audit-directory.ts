import type { AuditEntry, AuditTarget } from "../state/audit-log.ts";
import type { DirectoryObject } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { initiatorOf, roleTarget } from "./describe.ts";

type Words = Pick<AuditEntry, "activity" | "operationType">;

const CATEGORIES = {
  user: "UserManagement",
  group: "GroupManagement",
  servicePrincipal: "ApplicationManagement",
} as const;
const KIND_WORDS = { user: "user", group: "group", servicePrincipal: "service principal" } as const;
const TYPES = { user: "User", group: "Group", servicePrincipal: "ServicePrincipal" } as const;

type Principal = Extract<DirectoryObject, { kind: keyof typeof CATEGORIES }>;

function isPrincipal(object: DirectoryObject): object is Principal {
  return object.kind in CATEGORIES;
}

function wordsOf(before: DirectoryObject | null, after: DirectoryObject | null, kind: string): Words {
  if (before === null) return { activity: `Add ${kind}`, operationType: "Add" };
  if (after === null) return { activity: `Delete ${kind}`, operationType: "Delete" };
  if (before.kind === "user" && after.kind === "user" && before.accountEnabled !== after.accountEnabled) {
    const activity = after.accountEnabled ? "Enable account" : "Disable account";
    return { activity, operationType: "Update" };
  }
  return { activity: `Update ${kind}`, operationType: "Update" };
}

/** Writes down what becomes of principals, and which role settings are changed. */
export function auditDirectory(tenant: Tenant): void {
  const note = (
    target: AuditTarget,
    words: Words & Pick<AuditEntry, "category" | "loggedByService">,
  ): void => {
    tenant.audits.append({
      ...words,
      at: tenant.moment,
      result: "success",
      resultReason: null,
      initiatedBy: initiatorOf(tenant, tenant.actor),
      targets: [target],
      details: [],
      correlationId: tenant.ids.next(`audit|${target.id}`),
    });
  };

  tenant.directory.onChange((before, after) => {
    const object = after ?? before;
    if (object === null || !isPrincipal(object)) return;
    const target: AuditTarget = {
      type: TYPES[object.kind],
      id: object.id,
      displayName: object.displayName,
      ...(object.kind === "user" ? { userPrincipalName: object.userPrincipalName } : {}),
    };
    note(target, {
      ...wordsOf(before, after, KIND_WORDS[object.kind]),
      category: CATEGORIES[object.kind],
      loggedByService: "Core Directory",
    });
  });

  tenant.policies.onChange((roleDefinitionId, before, after) => {
    const change = { name: before.id, before: JSON.stringify(before), after: JSON.stringify(after) };
    note(
      { ...roleTarget(tenant, roleDefinitionId), change },
      {
        activity: "Update role setting in PIM",
        operationType: "Update",
        category: "RoleManagement",
        loggedByService: "PIM",
      },
    );
  });
}
