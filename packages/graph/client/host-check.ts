import type { Middleware } from "@microsoft/microsoft-graph-client";
import { CallFailure } from "./call-failure.ts";
import { callContextOf, link, urlOf } from "./middleware.ts";

/**
 * Lets a request go only to the origin of the configured base URL. It stands before the token is put on, so that
 * an address that an answer brought along can't carry the token anywhere else. The URL of a next page is used
 * byte by byte as it was given: the SDK would take it apart and order its query anew.
 */
export function hostCheck(baseUrl: string): Middleware {
  const { origin } = new URL(baseUrl);
  return link(async (context, next) => {
    const { exactUrl } = callContextOf(context);
    if (exactUrl !== null) context.request = exactUrl;
    const url = urlOf(context);
    const asked = URL.canParse(url) ? new URL(url).origin : "an address that is none";
    if (asked !== origin) {
      throw new CallFailure("foreignHost", `The answer leads to ${asked}, outside ${origin}.`).asError();
    }
    await next.execute(context);
  });
}
