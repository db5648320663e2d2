import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Tenant } from "../state/tenant.ts";
import { allowedTo, isPimPath, missingPermission } from "./check-application.ts";
import { holdsOneOf, ROLE_ADMINISTRATORS, ROLE_READERS } from "./check-user.ts";
import { findPermissions } from "./table.ts";

/** A call before its body is read. */
export interface Call {
  readonly method: string;
  /** The path after the version, with `:name` in the place of each id. */
  readonly route: string;
  /** As it came. */
  readonly url: string;
}

/** Whether a call may go on: yes, no, or that depends on what its body asks for. */
export type Verdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "byAction" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const ALLOWED: Verdict = { kind: "allowed" };
const BY_ACTION: Verdict = { kind: "byAction" };
const SCHEDULES = /\/role(?:Assignment|Eligibility)Schedule(?:s|Instances|Requests)$/iu;
const REQUESTS = /\/role(?:Assignment|Eligibility)ScheduleRequests$/iu;
const ROLES = /^\/roleManagement\/directory\//iu;
const ROLE_WRITES = /\/(?:roleAssignments|roleDefinitions|roleManagementPolicies)(?:\/|$)/iu;

function refused(refusal: Refusal): Verdict {
  return { kind: "refused", refusal };
}

function lacking(call: Call): Verdict {
  return refused(refusalOf(isPimPath(call.route) ? "insufficientPermissions" : "insufficientPrivileges"));
}

/**
 * Signed-in users are asked for a role: to list what others hold, and to change roles or settings. What they ask for
 * themselves, single rows and settings are theirs to read; that much is not documented, and a client must not depend
 * on it.
 */
function checkUser(tenant: Tenant, userId: string, call: Call): Verdict {
  if (call.method === "POST" && REQUESTS.test(call.route)) return BY_ACTION;
  if (call.method === "GET") {
    const isOpen = !SCHEDULES.test(call.route) || holdsOneOf(tenant, userId, ROLE_READERS);
    return isOpen ? ALLOWED : lacking(call);
  }
  const isOpen = !ROLE_WRITES.test(call.route) || holdsOneOf(tenant, userId, ROLE_ADMINISTRATORS);
  return isOpen ? ALLOWED : lacking(call);
}

/** What an application needs, besides what the call does, to see when somebody signed in. Source: Microsoft's page on users. */
const SIGN_INS = "AuditLog.Read.All";

/** Whether a call selects when somebody signed in, or filters by it. */
function asksForSignIns(url: string): boolean {
  const { searchParams } = new URL(url, "https://localhost");
  return [...searchParams].some(
    ([name, value]) => /^\$?(?:select|filter|expand)$/iu.test(name.trim()) && /signInActivity/iu.test(value),
  );
}

/** Whether the caller may make a call, as far as its address tells. */
export function checkCall(tenant: Tenant, caller: Caller, call: Call): Verdict {
  if (caller.kind === "user") return checkUser(tenant, caller.id, call);
  const permissions = findPermissions(call.method, call.route, call.url);
  if (permissions === null) return ALLOWED;
  if (asksForSignIns(call.url) && !caller.roles.has(SIGN_INS)) return lacking(call);
  const allowed = allowedTo(permissions, caller.roles);
  if (allowed === "all" || isLetInByRole(tenant, caller.id, call)) return ALLOWED;
  return allowed === "onlyRemove" ? BY_ACTION : refused(missingPermission(permissions, call.route));
}

/** Whether the roles of an application's own account let it in where its permissions do not. */
function isLetInByRole(tenant: Tenant, accountId: string, { method, route }: Call): boolean {
  if (!ROLES.test(route) || !tenant.quirks.strikes("rolesOfApplications", accountId)) return false;
  return holdsOneOf(tenant, accountId, method === "GET" ? ROLE_READERS : ROLE_ADMINISTRATORS);
}

function textOf(body: unknown, name: string): string {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : null;
  return typeof value === "string" ? value.toLowerCase() : "";
}

/** Whether the caller may ask for what the body says, of a call that is allowed by its action; null when it may. */
export function checkAction(tenant: Tenant, caller: Caller, call: Call, body: unknown): Refusal | null {
  const action = textOf(body, "action");
  if (caller.kind === "user") {
    const isAllowed = action.startsWith("self")
      ? textOf(body, "principalId") === caller.id
      : holdsOneOf(tenant, caller.id, ROLE_ADMINISTRATORS);
    return isAllowed ? null : refusalOf("insufficientPermissions");
  }
  const permissions = findPermissions(call.method, call.route, call.url);
  return permissions === null || action === "adminremove" ? null : missingPermission(permissions, call.route);
}
