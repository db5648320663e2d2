import { DELEGATED_PERMISSIONS } from "../permissions/names.ts";
import type { User } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import type { IssuedToken, Tokens } from "../state/tokens.ts";
import type { ClientIdentity } from "./client-identity.ts";
import { PORTAL_APP_ID } from "../state/actor.ts";

/** A token for the application itself, with the permissions that it is granted now. */
export function issueToApplication(
  tenant: Tenant,
  tokens: Tokens,
  identity: ClientIdentity,
  audience: string,
): Promise<IssuedToken> {
  const { servicePrincipalId: id, clientId: appId } = identity;
  const roles = tenant.switches.grantedPermissions;
  return tokens.issue(
    { kind: "application", id, appId, roles: new Set(roles) },
    { aud: audience, tid: tenant.id, appid: appId, oid: id, sub: id, idtyp: "app", roles },
  );
}

/** How a person signed in. */
export interface SignIn {
  readonly isMfa: boolean;
  /** The authentication contexts that the session satisfied, for example `c1`. */
  readonly acrs: readonly string[];
}

/** A token for a person who is signed in to the portal. */
export function issueToUser(
  tenant: Tenant,
  tokens: Tokens,
  user: User,
  signIn: SignIn,
): Promise<IssuedToken> {
  return tokens.issue(
    { kind: "user", id: user.id, appId: PORTAL_APP_ID, ...signIn },
    {
      aud: "https://graph.microsoft.com",
      tid: tenant.id,
      appid: PORTAL_APP_ID,
      oid: user.id,
      upn: user.userPrincipalName,
      idtyp: "user",
      scp: DELEGATED_PERMISSIONS.join(" "),
      amr: signIn.isMfa ? ["pwd", "mfa"] : ["pwd"],
      acrs: signIn.acrs,
    },
  );
}
