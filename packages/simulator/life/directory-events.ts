import { deletePrincipal } from "../state/delete-principal.ts";
import { personInPortal } from "../state/actor.ts";
import type { User } from "../state/directory.ts";
import { PLAIN_USER } from "../state/plain-objects.ts";
import type { Happening } from "./event.ts";
import type { Society } from "./people.ts";
import { findAdministrator, findPerson, rowsOf } from "./people.ts";

function happened(administrator: User, principalId: string, detail: string): Happening {
  return { actorId: administrator.id, principalId, detail, isRefused: false };
}

/** Somebody who holds something, and whose account is enabled. */
function findHolder(society: Society): User | null {
  const { tenant } = society;
  return findPerson(
    society,
    ({ id, accountEnabled }) =>
      accountEnabled === true &&
      (["assignment", "eligibility"] as const).some(
        (side) => rowsOf(tenant, side, id, () => true).length > 0,
      ),
  );
}

/** An administrator deletes an account. */
export function deleteUser(society: Society, user: User | null = findHolder(society)): Happening | null {
  const administrator = findAdministrator(society);
  if (administrator === null || user === null || administrator.id === user.id) return null;
  const { tenant } = society;
  tenant.actAs(personInPortal(administrator.id), () => deletePrincipal(tenant, user.id));
  return happened(administrator, user.id, "deleted");
}

/** An administrator disables an account. */
export function disableUser(society: Society, user: User | null = findHolder(society)): Happening | null {
  const administrator = findAdministrator(society);
  if (administrator === null || user === null || administrator.id === user.id) return null;
  const { tenant } = society;
  tenant.actAs(personInPortal(administrator.id), () =>
    tenant.directory.put({ ...user, accountEnabled: false }),
  );
  return happened(administrator, user.id, "disabled");
}

/** Of the accounts that are kept for emergencies, one that is enabled. */
export function findBreakGlass({ tenant, random }: Society, ids: readonly string[]): User | null {
  const users = ids.map((id) => tenant.directory.user(id)).filter((user) => user !== null);
  const enabled = users.filter((user) => user.accountEnabled);
  return enabled.length === 0 ? null : random.pick(enabled);
}

/** An administrator disables the account of an application. */
export function disableApplication(society: Society, id: string): Happening | null {
  const { tenant } = society;
  const administrator = findAdministrator(society);
  const object = tenant.directory.byId(id);
  if (administrator === null || object?.kind !== "servicePrincipal" || !object.accountEnabled) return null;
  tenant.actAs(personInPortal(administrator.id), () =>
    tenant.directory.put({ ...object, accountEnabled: false }),
  );
  return happened(administrator, id, "disabled");
}

/** An administrator makes an account for somebody who is new. */
export function createUser(society: Society, number: number): Happening | null {
  const { tenant, random } = society;
  const administrator = findAdministrator(society);
  if (administrator === null) return null;
  const id = random.guid();
  const name = `new.person.${number}`;
  const user: User = {
    ...PLAIN_USER,
    id,
    displayName: `New Person ${number}`,
    givenName: "New",
    surname: `Person ${number}`,
    userPrincipalName: `${name}@contoso.com`,
    mail: `${name}@contoso.com`,
    createdAt: tenant.moment,
  };
  tenant.actAs(personInPortal(administrator.id), () => tenant.directory.put(user));
  return happened(administrator, id, "created");
}
