import { OrderedList } from "./ordered-list.ts";

/** What is known of somebody's sign-ins; `lastAt` is null where it is known that there was none. */
export interface SignIns {
  readonly lastAt: number | null;
}

/** What the report on authentication methods says of somebody. */
export interface Registration {
  readonly isMfaRegistered: boolean;
  readonly methods: readonly string[];
  /** Counts as an administrator, whatever is assigned here. */
  readonly isAlwaysAdmin: boolean;
}

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
  readonly accountEnabled: boolean | null;
  /** `Member` or `Guest`; null where nobody said. */
  readonly userType: string | null;
  /** Null for accounts that only exist in the cloud; false for those that came from elsewhere once. */
  readonly onPremisesSyncEnabled: boolean | null;
  /** Of guests. */
  readonly externalUserState: string | null;
  /** Null: not said. */
  readonly createdAt: number | null;
  readonly country: string | null;
  readonly employeeId: string | null;
  /** Signs in with a Microsoft account of a person instead of one of an organization; null: not said. */
  readonly isMicrosoftAccount: boolean | null;
  /** The products that the person has a licence for; null: not said. */
  readonly skuIds: readonly string[] | null;
  /** Null when nothing is known of them. */
  readonly signIns: SignIns | null;
  /** Null when the report does not have the person. */
  readonly registration: Registration | null;
}

/** A group. Who is in it is among the schedules, on the side of what is active in groups. */
export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly mailNickname: string;
  /** Null like false: the service says null of a group that cannot hold roles. */
  readonly isAssignableToRole: boolean | null;
  /** Null: not said. */
  readonly groupTypes: readonly ("Unified" | "DynamicMembership")[] | null;
  /**
   * Of dynamic groups: who belongs to it. Kept as text, empty where it is not known; the members are what they were made
   * to be.
   */
  readonly membershipRule: string | null;
  /** Null for groups that only exist in the cloud; false for those that came from elsewhere once. */
  readonly onPremisesSyncEnabled: boolean | null;
  /** Null: not said. */
  readonly createdAt: number | null;
}

/** An application's or a managed identity's account in the tenant. */
export interface ServicePrincipal {
  readonly kind: "servicePrincipal";
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean | null;
  readonly servicePrincipalType: string | null;
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

/** A principal of a kind that has no collection here. */
export interface OtherObject {
  readonly kind: "directoryObject";
  readonly id: string;
  readonly displayName: string | null;
}

/** All that the directory knows by id. */
export type DirectoryObject =
  | User
  | Group
  | ServicePrincipal
  | Application
  | AdministrativeUnit
  | OtherObject;

/** The kinds of them. */
export type DirectoryKind = DirectoryObject["kind"];

/** Told of each change: before and after (null for "not there"). */
export type DirectoryListener = (before: DirectoryObject | null, after: DirectoryObject | null) => void;

interface Entry {
  readonly object: DirectoryObject;
  readonly place: number;
}

/** What besides the id an object is found by, in lower case; null where there is nothing. */
function otherNameOf(object: DirectoryObject): string | null {
  if (object.kind === "user") return object.userPrincipalName.toLowerCase();
  return object.kind === "servicePrincipal" ? object.appId.toLowerCase() : null;
}

function membersOf(object: DirectoryObject): readonly string[] {
  return object.kind === "administrativeUnit" ? object.memberIds : [];
}

/** The directory: objects by id, by kind in the order in which they were made, and by the units that they are in. */
export class Directory {
  readonly #byId = new Map<string, Entry>();
  readonly #byKind = new Map<DirectoryKind, OrderedList<DirectoryObject>>();
  /** Ids of users by `userPrincipalName`, and of service principals by `appId`. */
  readonly #idByName = new Map<string, string>();
  readonly #unitsOf = new Map<string, Set<string>>();
  readonly #userCountOf = new Map<string, number>();
  readonly #listeners: DirectoryListener[] = [];
  #lastPlace = 0;

  onChange(listener: DirectoryListener): void {
    this.#listeners.push(listener);
  }

  /** Adds an object, or puts another version in the place of the one with the same id. */
  put(object: DirectoryObject): void {
    const before = this.#byId.get(object.id);
    const place = before?.place ?? (this.#lastPlace += 1);
    if (before !== undefined) this.#unlink(before.object);
    this.#byId.set(object.id, { object, place });
    this.#ofKind(object.kind).put(place, object);
    const name = otherNameOf(object);
    if (name !== null) this.#idByName.set(name, object.id);
    for (const id of membersOf(object)) {
      this.#unitsOf.set(id, (this.#unitsOf.get(id) ?? new Set()).add(object.id));
    }
    if (object.kind === "user") for (const skuId of object.skuIds ?? []) this.#countSku(skuId, 1);
    for (const listener of this.#listeners) listener(before?.object ?? null, object);
  }

  remove(id: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#ofKind(entry.object.kind).remove(entry.place);
    this.#unlink(entry.object);
    for (const listener of this.#listeners) listener(entry.object, null);
  }

  /** The place of an object in lists: counts up with each new one. */
  orderOf(id: string): number {
    return this.#byId.get(id)?.place ?? 0;
  }

  /** Ids are found in any case. */
  byId(id: string): DirectoryObject | null {
    return this.#byId.get(id.toLowerCase())?.object ?? null;
  }

  /** The user with this `userPrincipalName`, or the service principal with this `appId`, in any case. */
  byName(name: string): DirectoryObject | null {
    const id = this.#idByName.get(name.toLowerCase());
    return id === undefined ? null : this.byId(id);
  }

  /** All objects of a kind, as a list of its own. */
  all(kind: DirectoryKind): readonly DirectoryObject[] {
    return [...this.#ofKind(kind).values()];
  }

  /** The objects of a kind whose place is greater, in order. */
  after(kind: DirectoryKind, place: number): Iterable<DirectoryObject> {
    return this.#ofKind(kind).after(place);
  }

  /** How many objects of a kind there are. */
  count(kind: DirectoryKind): number {
    return this.#ofKind(kind).size;
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
    return kind === "user" || kind === "group" || kind === "servicePrincipal" || kind === "directoryObject";
  }

  #ofKind(kind: DirectoryKind): OrderedList<DirectoryObject> {
    const list = this.#byKind.get(kind) ?? new OrderedList<DirectoryObject>();
    this.#byKind.set(kind, list);
    return list;
  }

  #countSku(skuId: string, by: number): void {
    this.#userCountOf.set(skuId, this.userCountOf(skuId) + by);
  }

  #unlink(object: DirectoryObject): void {
    for (const id of membersOf(object)) this.#unitsOf.get(id)?.delete(object.id);
    if (object.kind === "user") for (const skuId of object.skuIds ?? []) this.#countSku(skuId, -1);
    const name = otherNameOf(object);
    if (name !== null && this.#idByName.get(name) === object.id) this.#idByName.delete(name);
  }
}
