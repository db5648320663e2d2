import type { Caller } from "./caller.ts";

/** Who makes a change: somebody with a token, or the service by itself. */
export type Actor = Caller | { readonly kind: "service"; readonly id: string; readonly appId: string };

/** The service's own application, which carries out what PIM decides. */
export const PIM_SERVICE: Actor = {
  kind: "service",
  id: "7fd0a4e8-5c7c-4b0f-9d3c-0f0f5a3f6f11",
  appId: "01fc33a7-78ba-4d2f-a4b7-768e336e890e",
};

/** The application that people use PIM through: Microsoft's own portal. */
export const PORTAL_APP_ID = "c44b4083-3bb0-49c1-b47d-974e53cbdf3c";

/** A person who is signed in to the portal with a second factor, and with these authentication contexts. */
export function personInPortal(userId: string, acrs: readonly string[] = []): Caller {
  return { kind: "user", id: userId, appId: PORTAL_APP_ID, isMfa: true, acrs };
}
