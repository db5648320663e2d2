import type { TokenCredential } from "@azure/identity";
import type { Middleware } from "@microsoft/microsoft-graph-client";
import { AuthenticationHandler, Client } from "@microsoft/microsoft-graph-client";
import type { Dispatcher } from "undici";
import { fetch as undiciFetch } from "undici";

/** What a token for Microsoft Graph is asked for by. */
export const GRAPH_SCOPE = "https://graph.microsoft.com/.default";

/** The end of the client's chain: it only adds which certificate authority to trust. */
function sendingThrough(dispatcher: Dispatcher): Middleware {
  return {
    async execute(context) {
      const { method = "GET", headers, body } = context.options ?? {};
      const response = await undiciFetch(String(context.request), {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        body: typeof body === "string" ? body : null,
        dispatcher,
      });
      const hasBody = response.status !== 204;
      context.response = new Response(hasBody ? await response.text() : null, {
        status: response.status,
        headers: Object.fromEntries(response.headers),
      });
    },
  };
}

/** Microsoft's client for Graph as it comes, with a credential of Microsoft's, for a service on this machine. */
export function createOfficialClient(
  graphBaseUrl: string,
  credential: TokenCredential,
  dispatcher: Dispatcher,
): Client {
  const authentication = new AuthenticationHandler({
    async getAccessToken() {
      const given = await credential.getToken(GRAPH_SCOPE);
      if (given === null) throw new Error("The credential gave no token.");
      return given.token;
    },
  });
  authentication.setNext(sendingThrough(dispatcher));
  return Client.initWithMiddleware({
    baseUrl: graphBaseUrl,
    customHosts: new Set([new URL(graphBaseUrl).hostname]),
    middleware: authentication,
  });
}
