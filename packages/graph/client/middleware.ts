import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { CallContext } from "./call.ts";

/** A link of the SDK's chain that does its part and calls the next one. */
export function link(handle: (context: Context, next: Middleware) => Promise<void>): Middleware {
  let following: Middleware | null = null;
  return {
    setNext(next) {
      following = next;
    },
    async execute(context) {
      if (following === null) throw new Error("this middleware needs another one behind it");
      await handle(context, following);
    },
  };
}

/** What the call carries. */
export function callContextOf(context: Context): CallContext {
  const carried = context.middlewareControl?.getMiddlewareOptions(CallContext);
  if (carried instanceof CallContext) return carried;
  throw new Error("the call has no context");
}

/** Sets a header of the request. */
export function setHeader(context: Context, name: string, value: string): void {
  const headers = new Headers(context.options?.headers);
  headers.set(name, value);
  context.options = { ...context.options, headers };
}

/** The absolute URL of the request. */
export function urlOf(context: Context): string {
  return typeof context.request === "string" ? context.request : context.request.url;
}
