import type { Grant, Listing } from "../state/schedule.ts";
import { grantKey, isSameGrant } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { parseTimestamp } from "../timestamp.ts";
import type { Inventory, InventoryAssignment, InventoryKey, InventoryRoleAssignment } from "./inventory.ts";

/** How old is taken to be what does not say when it began. */
export const OLD_MS = 365 * 24 * 60 * 60 * 1000;

function timeOf(text: string | null): number | null {
  return text === null ? null : parseTimestamp(text);
}

/** Fills both sides of PIM, and what `roleAssignments` shows, from an inventory; it keeps all ids. */
export class RowLoader {
  readonly #tenant: Tenant;
  readonly #readAt: number;
  /** One object for each text: a file says the same ids again and again. */
  readonly #texts = new Map<string, string>();

  constructor(tenant: Tenant, readAt: number) {
    this.#tenant = tenant;
    this.#readAt = readAt;
  }

  load(inventory: Inventory): void {
    for (const row of inventory.eligibilities) {
      const startAt = timeOf(row.startDateTime) ?? this.#readAt - OLD_MS;
      this.#tenant.addSchedule(
        {
          ...this.#grantOf(row),
          side: "eligibility",
          id: row.roleEligibilityScheduleId,
          instanceId: row.id,
          origin: "pim",
          assignmentType: "Assigned",
          memberType: row.memberType,
          createdAt: startAt,
          modifiedAt: null,
          startAt,
          endAt: timeOf(row.endDateTime),
          activatedUsing: null,
        },
        this.#readAt,
      );
    }
    const lonely = new RoleAssignments(inventory.roleAssignments);
    for (const row of inventory.assignments) this.#addActive(row, this.#listingOf(row, lonely.take(row)));
    // What only the plain list has is access that was given past PIM, and that PIM does not know.
    for (const row of lonely.left()) {
      this.#addActive(
        {
          ...row,
          assignmentType: "Assigned",
          memberType: "Direct",
          startDateTime: null,
          endDateTime: null,
          roleAssignmentScheduleId: row.id,
          roleAssignmentOriginId: row.id,
        },
        "roleAssignmentsOnly",
      );
    }
  }

  #listingOf(row: InventoryAssignment, isInBoth: boolean): Listing {
    const isKnown = this.#tenant.directory.isPrincipal(row.principalId);
    if (isInBoth) return isKnown ? "usual" : "always";
    return isKnown ? "pimOnly" : "usual";
  }

  #addActive(row: InventoryAssignment, listing: Listing): void {
    const startAt = timeOf(row.startDateTime) ?? this.#readAt - OLD_MS;
    const grant = this.#grantOf(row);
    this.#tenant.addSchedule(
      {
        ...grant,
        side: "assignment",
        id: row.roleAssignmentScheduleId,
        instanceId: row.id,
        origin: row.startDateTime === null ? "outsidePim" : "pim",
        assignmentType: row.assignmentType,
        memberType: row.memberType,
        listing,
        createdAt: startAt,
        modifiedAt: null,
        startAt,
        endAt: timeOf(row.endDateTime),
        activatedUsing: row.assignmentType === "Activated" ? this.#eligibilityOf(grant) : null,
      },
      this.#readAt,
    );
  }

  #eligibilityOf(grant: Grant): string | null {
    const rows = this.#tenant.schedules.ofPrincipalInRole(
      "eligibility",
      grant.principalId,
      grant.roleDefinitionId,
    );
    return (rows.find((row) => isSameGrant(row, grant)) ?? rows[0])?.id ?? null;
  }

  #grantOf(row: InventoryKey): Grant {
    return {
      principalId: this.#one(row.principalId),
      roleDefinitionId: this.#one(row.roleDefinitionId),
      directoryScopeId: row.directoryScopeId === null ? null : this.#one(row.directoryScopeId),
      appScopeId: row.appScopeId === null ? null : this.#one(row.appScopeId),
    };
  }

  #one(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}

/** The rows of `roleAssignments` that no instance was found for yet. */
class RoleAssignments {
  readonly #byId: Map<string, InventoryRoleAssignment>;
  readonly #idsByGrant = new Map<string, string[]>();

  constructor(rows: readonly InventoryRoleAssignment[]) {
    this.#byId = new Map(rows.map((row) => [row.id, row]));
    for (const row of rows) {
      const key = grantKey(row);
      this.#idsByGrant.set(key, [...(this.#idsByGrant.get(key) ?? []), row.id]);
    }
  }

  /** Takes the row that belongs to an instance: of the same id, else of the same principal, role and scope. */
  take(instance: InventoryAssignment): boolean {
    const ids = [instance.roleAssignmentOriginId ?? instance.id, instance.id];
    const ofGrant = this.#idsByGrant.get(grantKey(instance)) ?? [];
    const id = [...ids, ...ofGrant].find((candidate) => {
      const row = this.#byId.get(candidate);
      return row !== undefined && isSameGrant(row, instance);
    });
    return id !== undefined && this.#byId.delete(id);
  }

  left(): Iterable<InventoryRoleAssignment> {
    return this.#byId.values();
  }
}
