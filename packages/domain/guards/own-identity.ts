import type { CompileContext } from "../compile/compile-context.ts";
import { isTaken, type ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { FirstOfKind, type Found, type Guard } from "./guard.ts";

/**
 * Whoever carries a plan out must not lose what it is carried out with. Where nobody knows which application that is,
 * no application is touched.
 */
export class OwnIdentity implements Guard {
  readonly #ownAppId: string | null;
  readonly #found = new FirstOfKind();

  constructor({ ownAppId }: CompileContext) {
    this.#ownAppId = ownAppId;
  }

  observe({ principalId, principal }: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    if (principal?.type !== "servicePrincipal") return;
    const isUnknown = this.#ownAppId === null || principal.appId === null;
    if (!isUnknown && principal.appId !== this.#ownAppId) return;
    for (const { key, beforeImage } of entries.filter(isTaken)) {
      this.#found.add({
        code: isUnknown ? "ownIdentityUnknown" : "ownIdentityTouched",
        pointer: "/spec/strategy",
        message: isUnknown
          ? `${beforeImage.principalName} would lose ${beforeImage.roleName}, and nobody knows whether Standdown itself works with this application`
          : `Standdown itself works with ${beforeImage.principalName}, which would lose ${beforeImage.roleName}`,
        principalId,
        roleDefinitionId: key.roleDefinitionId,
        count: 1,
        evidence: [{ property: "appId", value: principal.appId ?? "unknown" }],
      });
    }
  }

  conclude(): readonly Found[] {
    return this.#found.conclude();
  }
}
