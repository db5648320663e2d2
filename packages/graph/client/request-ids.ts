import type { Middleware } from "@microsoft/microsoft-graph-client";
import { callContextOf, link, setHeader } from "./middleware.ts";

/** Gives each request the id under which Microsoft's support finds it, and asks for it back. */
export function requestIds(): Middleware {
  return link(async (context, next) => {
    setHeader(context, "client-request-id", callContextOf(context).clientRequestId);
    setHeader(context, "return-client-request-id", "true");
    await next.execute(context);
  });
}
