/** Something that an entry is about. Names are those of the moment. */
export interface AuditTarget {
  readonly type: "Role" | "Request" | "User" | "Group" | "ServicePrincipal" | "Directory" | "Other";
  readonly id: string | null;
  readonly displayName: string | null;
  readonly userPrincipalName?: string;
  /** What was changed of it, old and new as JSON. */
  readonly change?: { readonly name: string; readonly before: string; readonly after: string };
}

/** Who did it, with the names of the moment. */
export type AuditInitiator =
  | {
      readonly kind: "user";
      readonly id: string;
      readonly displayName: string | null;
      readonly userPrincipalName: string | null;
    }
  | {
      readonly kind: "app";
      readonly appId: string;
      readonly displayName: string;
      readonly servicePrincipalId: string;
    };

/** One entry of the log. Times are milliseconds since 1970. */
export interface AuditEntry {
  /** Counts up with each entry, without gaps. */
  readonly order: number;
  readonly at: number;
  readonly loggedByService: "PIM" | "Core Directory";
  readonly category: "RoleManagement" | "UserManagement" | "GroupManagement" | "ApplicationManagement";
  readonly activity: string;
  /** Null where the service's own word is not known. */
  readonly operationType: "Assign" | "Unassign" | "Add" | "Delete" | "Update" | "ActivateRole" | null;
  readonly result: "success" | "failure" | "timeout";
  readonly resultReason: string | null;
  readonly initiatedBy: AuditInitiator;
  readonly targets: readonly AuditTarget[];
  readonly details: readonly (readonly [key: string, value: string])[];
  readonly correlationId: string;
}

/** How many entries are remembered at most: about 50 MB. The oldest go first. */
export const AUDIT_CAPACITY = 50_000;
const CUT_AT_COUNT = AUDIT_CAPACITY * 1.1;

/** What was done in the tenant, oldest first. It has a length that it does not outgrow. */
export class AuditLog {
  readonly #entries: AuditEntry[] = [];
  #lastOrder = 0;

  append(entry: Omit<AuditEntry, "order">): void {
    this.#lastOrder += 1;
    this.#entries.push({ ...entry, order: this.#lastOrder });
    if (this.#entries.length > CUT_AT_COUNT) this.#entries.splice(0, this.#entries.length - AUDIT_CAPACITY);
  }

  /** Those that happened after one time and not after another. */
  *between(afterAt: number, untilAt: number): Generator<AuditEntry> {
    for (const entry of this.#entries) if (entry.at > afterAt && entry.at <= untilAt) yield entry;
  }

  byOrder(order: number): AuditEntry | null {
    const first = this.#entries[0];
    return first === undefined ? null : (this.#entries[order - first.order] ?? null);
  }
}
