import type { Verdict } from "@standdown/domain";

/** What an own code tells the engine to do, by what the call was, and a person. */
export type OwnCodeMeaning = { readonly onRead: Verdict; readonly onWrite: Verdict; readonly advice: string };

/** The codes that are not Microsoft's: for calls that ended without an answer, or with one that says nothing known. */
export const TENANT_PROBLEM_CODES = {
  notConnected: {
    onRead: "retry",
    onWrite: "retry",
    advice: "Nothing was sent. Check GRAPH_BASE_URL, name resolution and the firewall if this goes on.",
  },
  connectionLost: {
    onRead: "retry",
    onWrite: "read",
    advice:
      "The connection broke before the answer was there; after a write the tenant is read to see what came of it.",
  },
  timedOut: {
    onRead: "retry",
    onWrite: "read",
    advice: "No answer came in time; after a write the tenant is read to see what came of it.",
  },
  tlsRefused: {
    onRead: "ask",
    onWrite: "ask",
    advice:
      "Nothing was sent, for the certificate of the other side is not trusted. Give its authority in EXTRA_CA_FILE.",
  },
  foreignHost: {
    onRead: "ask",
    onWrite: "ask",
    advice: "The token goes to GRAPH_BASE_URL alone. Check that it names the host that really answers.",
  },
  redirected: {
    onRead: "ask",
    onWrite: "ask",
    advice: "Redirects are not followed. Check that GRAPH_BASE_URL names the host that really answers.",
  },
  tokenRefused: {
    onRead: "ask",
    onWrite: "ask",
    advice: "No token was given out. Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the credential.",
  },
  tokenUnavailable: {
    onRead: "retry",
    onWrite: "retry",
    advice: "Nothing was sent, for no token could be had. Check AZURE_AUTHORITY_HOST if this goes on.",
  },
  answerMalformed: {
    onRead: "retry",
    onWrite: "read",
    advice:
      "The answer does not have the shape that Microsoft documents. Check what stands between here and Graph.",
  },
  refused: {
    onRead: "never",
    onWrite: "never",
    advice:
      "The request was refused for a reason that is not known here; look it up at Microsoft by its request id.",
  },
  failed: {
    onRead: "retry",
    onWrite: "read",
    advice: "The service failed; after a write the tenant is read to see what came of it.",
  },
} as const satisfies Record<string, OwnCodeMeaning>;

/** A code of this product. */
export type OwnCode = keyof typeof TENANT_PROBLEM_CODES;
