/** A person. Only the properties that matter for who may hold a role. */
export interface User {
  readonly kind: "user";
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly accountEnabled: boolean;
  readonly userType: "Member" | "Guest";
  /** Null for accounts that only exist in the cloud. */
  readonly onPremisesSyncEnabled: true | null;
  /** Of guests. */
  readonly externalUserState: "Accepted" | "PendingAcceptance" | null;
  readonly createdAt: number;
  readonly country: string | null;
  readonly employeeId: string | null;
  /** Signs in with a Microsoft account of a person instead of one of an organization. */
  readonly isMicrosoftAccount: boolean;
  /** The products that the person has a licence for. */
  readonly skuIds: readonly string[];
  /** Null when no sign-in is known. */
  readonly lastSignInAt: number | null;
  /** What is registered for multifactor authentication; none when the person never registered. */
  readonly registeredMethods: readonly string[];
}

/** A group. Who is in it is among the schedules, on the side of what is active in groups. */
export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly mailNickname: string;
  readonly isAssignableToRole: boolean;
  readonly groupTypes: readonly ("Unified" | "DynamicMembership")[];
  /** Of dynamic groups: who belongs to it. Kept as text; the members are what they were made to be. */
  readonly membershipRule: string | null;
  /** Null for groups that only exist in the cloud. */
  readonly onPremisesSyncEnabled: true | null;
  readonly createdAt: number;
}

/** An application's or a managed identity's account in the tenant. */
export interface ServicePrincipal {
  readonly kind: "servicePrincipal";
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly servicePrincipalType: "Application" | "ManagedIdentity";
}

/** An application's registration: a scope that a role can be limited to. */
export interface Application {
  readonly kind: "application";
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
}

/** A part of the directory that a role can be limited to. */
export interface AdministrativeUnit {
  readonly kind: "administrativeUnit";
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly memberIds: readonly string[];
}

/** All that the directory knows by id. */
export type DirectoryObject = User | Group | ServicePrincipal | Application | AdministrativeUnit;

/** The kinds of them. */
export type DirectoryKind = DirectoryObject["kind"];

/** Told of each change: before and after (null for "not there"). */
export type DirectoryListener = (before: DirectoryObject | null, after: DirectoryObject | null) => void;

function membersOf(object: DirectoryObject): readonly string[] {
  return object.kind === "administrativeUnit" ? object.memberIds : [];
}

/** The directory: objects by id, by kind in the order in which they were made, and by the units that they are in. */
export class Directory {
  readonly #byId = new Map<string, DirectoryObject>();
  readonly #orders = new Map<string, number>();
  readonly #listed = new Map<DirectoryKind, DirectoryObject[]>();
  readonly #unitsOf = new Map<string, Set<string>>();
  readonly #userCountOf = new Map<string, number>();
  readonly #listeners: DirectoryListener[] = [];

  onChange(listener: DirectoryListener): void {
    this.#listeners.push(listener);
  }

  /** Adds an object, or puts another version in the place of the one with the same id. */
  put(object: DirectoryObject): void {
    const before = this.#byId.get(object.id);
    if (before !== undefined) this.#unlink(before);
    if (!this.#orders.has(object.id)) this.#orders.set(object.id, this.#orders.size + 1);
    this.#byId.set(object.id, object);
    const listed = this.#listed.get(object.kind) ?? [];
    this.#listed.set(object.kind, listed);
    listed.splice(
      this.#placeAfter(listed, this.orderOf(object.id) - 1),
      before === undefined ? 0 : 1,
      object,
    );
    for (const id of membersOf(object)) {
      this.#unitsOf.set(id, (this.#unitsOf.get(id) ?? new Set()).add(object.id));
    }
    if (object.kind === "user") for (const skuId of object.skuIds) this.#countSku(skuId, 1);
    for (const listener of this.#listeners) listener(before ?? null, object);
  }

  remove(id: string): void {
    const object = this.#byId.get(id);
    if (object === undefined) return;
    this.#unlink(object);
    this.#byId.delete(id);
    const listed = this.#listed.get(object.kind) ?? [];
    listed.splice(this.#placeAfter(listed, this.orderOf(id) - 1), 1);
    for (const listener of this.#listeners) listener(object, null);
  }

  /** The place of an object in lists: counts up with each new one. */
  orderOf(id: string): number {
    return this.#orders.get(id) ?? 0;
  }

  /** Ids are found in any case. */
  byId(id: string): DirectoryObject | null {
    return this.#byId.get(id.toLowerCase()) ?? null;
  }

  all(kind: DirectoryKind): readonly DirectoryObject[] {
    return this.#listed.get(kind) ?? [];
  }

  /** The objects of a kind whose place is after the given one: as cheap in the middle as at the beginning. */
  *after(kind: DirectoryKind, order: number): Generator<DirectoryObject> {
    const listed = this.all(kind);
    for (let place = this.#placeAfter(listed, order); place < listed.length; place += 1) {
      const object = listed[place];
      if (object !== undefined) yield object;
    }
  }

  /** How many there are of a kind. */
  count(kind: DirectoryKind): number {
    return this.#listed.get(kind)?.length ?? 0;
  }

  /** The administrative units that an object is in. */
  unitIdsOf(id: string): readonly string[] {
    return [...(this.#unitsOf.get(id) ?? [])];
  }

  /** The known ones of these, in the order of lists. */
  inOrder(ids: Iterable<string>): readonly DirectoryObject[] {
    return [...ids]
      .map((id) => this.byId(id))
      .filter((object) => object !== null)
      .toSorted((one, other) => this.orderOf(one.id) - this.orderOf(other.id));
  }

  /** How many people have a licence for a product. */
  userCountOf(skuId: string): number {
    return this.#userCountOf.get(skuId) ?? 0;
  }

  /** The object when it is a user. */
  user(id: string): User | null {
    const object = this.byId(id);
    return object?.kind === "user" ? object : null;
  }

  /** Whether a role can be given to it. */
  isPrincipal(id: string): boolean {
    const kind = this.byId(id)?.kind;
    return kind === "user" || kind === "group" || kind === "servicePrincipal";
  }

  #placeAfter(listed: readonly DirectoryObject[], order: number): number {
    let low = 0;
    let high = listed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.orderOf(listed[middle]?.id ?? "") <= order) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #unlink(object: DirectoryObject): void {
    for (const id of membersOf(object)) this.#unitsOf.get(id)?.delete(object.id);
    if (object.kind === "user") for (const skuId of object.skuIds) this.#countSku(skuId, -1);
  }

  #countSku(skuId: string, by: number): void {
    this.#userCountOf.set(skuId, this.userCountOf(skuId) + by);
  }
}
