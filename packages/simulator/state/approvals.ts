import type { Write } from "../pipeline/write.ts";

/** An activation that somebody has to approve, and what was decided. There is one stage: directory roles have no more. */
export interface Approval {
  /** The same as the id of the request. */
  readonly id: string;
  readonly stageId: string;
  /** What is carried out once it is approved. */
  readonly write: Write;
  readonly status: "InProgress" | "Completed" | "Expired";
  readonly reviewResult: "NotReviewed" | "Approve" | "Deny";
  readonly reviewedById: string | null;
  readonly reviewedAt: number | null;
  readonly justification: string;
}

/** The approvals by id, oldest first. */
export class Approvals {
  readonly #byId = new Map<string, Approval>();
  readonly #openIds = new Set<string>();

  put(approval: Approval): void {
    this.#byId.set(approval.id, approval);
    if (approval.status === "InProgress") this.#openIds.add(approval.id);
    else this.#openIds.delete(approval.id);
  }

  byId(id: string): Approval | null {
    return this.#byId.get(id.toLowerCase()) ?? null;
  }

  /** The approval that a request waits or waited for. */
  ofRequest(requestId: string): Approval | null {
    return this.byId(requestId);
  }

  /** Those that nobody has decided yet. */
  open(): readonly Approval[] {
    return [...this.#openIds].map((id) => this.#byId.get(id)).filter((approval) => approval !== undefined);
  }
}
