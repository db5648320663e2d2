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
}

/** A group. Who is in it is among the schedules, on the side of what is active in groups. */
export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly mailNickname: string;
  readonly isAssignableToRole: boolean;
  /** Its members are worked out from a rule. */
  readonly isDynamic: boolean;
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
}

/** All that the directory knows by id. */
export type DirectoryObject = User | Group | ServicePrincipal | Application | AdministrativeUnit;

/** The kinds of them. */
export type DirectoryKind = DirectoryObject["kind"];

/** Told of each change: before and after (null for "not there"). */
export type DirectoryListener = (before: DirectoryObject | null, after: DirectoryObject | null) => void;

/** The directory: objects by id, and by kind in the order in which they were made. */
export class Directory {
  readonly #byId = new Map<string, DirectoryObject>();
  readonly #orders = new Map<string, number>();
  readonly #byKind = new Map<DirectoryKind, Map<string, DirectoryObject>>();
  readonly #listeners: DirectoryListener[] = [];

  onChange(listener: DirectoryListener): void {
    this.#listeners.push(listener);
  }

  /** Adds an object, or puts another version in the place of the one with the same id. */
  put(object: DirectoryObject): void {
    if (!this.#orders.has(object.id)) this.#orders.set(object.id, this.#orders.size + 1);
    const before = this.#byId.get(object.id) ?? null;
    this.#byId.set(object.id, object);
    const ofKind = this.#byKind.get(object.kind) ?? new Map<string, DirectoryObject>();
    ofKind.set(object.id, object);
    this.#byKind.set(object.kind, ofKind);
    for (const listener of this.#listeners) listener(before, object);
  }

  remove(id: string): void {
    const object = this.#byId.get(id);
    if (object === undefined) return;
    this.#byId.delete(id);
    this.#byKind.get(object.kind)?.delete(id);
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
    return [...(this.#byKind.get(kind)?.values() ?? [])];
  }

  /** How many there are of a kind. */
  count(kind: DirectoryKind): number {
    return this.#byKind.get(kind)?.size ?? 0;
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
}
