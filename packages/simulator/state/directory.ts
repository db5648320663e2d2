import { OrderedList } from "./ordered-list.ts";

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
  readonly userType: string | null;
  /** Null for accounts that only exist in the cloud; false for those that came from elsewhere once. */
  readonly onPremisesSyncEnabled: boolean | null;
  /** Of guests. */
  readonly externalUserState: "Accepted" | "PendingAcceptance" | null;
  readonly createdAt: number;
}

/** A group; members are ids of users. */
export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly mailNickname: string;
  readonly isAssignableToRole: boolean | null;
  readonly onPremisesSyncEnabled?: boolean | null;
  readonly memberIds: readonly string[];
  readonly createdAt: number;
}

/** An application's or a managed identity's account in the tenant. */
export interface ServicePrincipal {
  readonly kind: "servicePrincipal";
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean | null;
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

interface Entry {
  readonly object: DirectoryObject;
  readonly place: number;
}

/** What besides the id an object is found by, in lower case; null where there is nothing. */
function otherNameOf(object: DirectoryObject): string | null {
  if (object.kind === "user") return object.userPrincipalName.toLowerCase();
  return object.kind === "servicePrincipal" ? object.appId.toLowerCase() : null;
}

/** The directory: objects by id, and by kind in the order in which they were made. */
export class Directory {
  readonly #byId = new Map<string, Entry>();
  readonly #byKind = new Map<DirectoryKind, OrderedList<DirectoryObject>>();
  /** Ids of users by `userPrincipalName`, and of service principals by `appId`. */
  readonly #idByName = new Map<string, string>();
  #lastPlace = 0;

  /** Adds an object, or puts another version in the place of the one with the same id. */
  put(object: DirectoryObject): void {
    const before = this.#byId.get(object.id);
    const place = before?.place ?? (this.#lastPlace += 1);
    if (before !== undefined) this.#forgetName(before.object);
    this.#byId.set(object.id, { object, place });
    this.#ofKind(object.kind).put(place, object);
    const name = otherNameOf(object);
    if (name !== null) this.#idByName.set(name, object.id);
  }

  remove(id: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#ofKind(entry.object.kind).remove(entry.place);
    this.#forgetName(entry.object);
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

  #forgetName(object: DirectoryObject): void {
    const name = otherNameOf(object);
    if (name !== null && this.#idByName.get(name) === object.id) this.#idByName.delete(name);
  }
}
