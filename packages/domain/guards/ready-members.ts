import type { Membership } from "../membership.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { isReady } from "./readiness.ts";

/** Members of groups who could use what their groups hold: accounts that can be used and lack nothing to activate. */
export class ReadyMembers {
  readonly #membership: Membership;
  readonly #ready = new Map<string, { readonly withMfa: boolean; readonly without: boolean }>();

  constructor(membership: Membership) {
    this.#membership = membership;
  }

  observe(access: PrincipalAccess): void {
    if (!this.#membership.groupsByUser.has(access.principalId)) return;
    this.#ready.set(access.principalId, { withMfa: isReady(access, true), without: isReady(access, false) });
  }

  /** Those of these groups; `asksForMfa`: whether they would have to do multifactor authentication. */
  of(groupIds: Iterable<string>, asksForMfa: boolean): readonly string[] {
    return [...this.#membership.of(groupIds).userIds].filter((id) => {
      const ready = this.#ready.get(id);
      return (asksForMfa ? ready?.withMfa : ready?.without) === true;
    });
  }
}
