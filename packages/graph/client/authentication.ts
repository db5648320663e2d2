import type { Middleware } from "@microsoft/microsoft-graph-client";
import { claimsIn } from "./claims-challenge.ts";
import { link, setHeader } from "./middleware.ts";
import type { TokenSource } from "./token-source.ts";

/**
 * Puts the token on. A 401 means that nothing was done, so the request is sent once more with a new token, and a
 * second 401 stands.
 */
export function authentication(tokens: TokenSource): Middleware {
  return link(async (context, next) => {
    const token = await tokens.current();
    setHeader(context, "authorization", `Bearer ${token}`);
    await next.execute(context);
    if (context.response?.status !== 401) return;
    const claims = claimsIn(context.response.headers.get("www-authenticate"));
    const renewed = await tokens.renew(token, claims);
    if (renewed === token) return;
    setHeader(context, "authorization", `Bearer ${renewed}`);
    await next.execute(context);
  });
}
