/** A mistake in a document, with its place: a JSON pointer (RFC 6901). */
export type DocumentProblem = { readonly pointer: string; readonly code: string; readonly message: string };

/** Every way in which a command or a document is refused, with its HTTP status and what a person can do. */
export const REFUSALS = {
  planInvalid: {
    status: 422,
    title: "The plan has problems",
    advice: "Mend every problem that is listed and send the plan again.",
  },
  bodyInvalid: {
    status: 422,
    title: "The request has problems",
    advice: "Mend every problem that is listed and send the request again.",
  },
  bodyMalformed: {
    status: 400,
    title: "The request can't be read",
    advice: "Send a JSON document with the content type application/json.",
  },
  notFound: { status: 404, title: "There is no such thing", advice: "Check the id." },
  unauthenticated: {
    status: 401,
    title: "The caller is not known",
    advice: "Send a bearer token that this service knows.",
  },
  forbidden: {
    status: 403,
    title: "The caller may not do this",
    advice: "Ask a caller who has one of the roles that are named.",
  },
  stateConflict: {
    status: 409,
    title: "The command does not fit the state",
    advice: "Read the rollout again; the detail says what it waits for.",
  },
  digestMismatch: {
    status: 409,
    title: "The digest is not the manifest's",
    advice: "Read the manifest again and approve what it says now.",
  },
  sameIdentity: {
    status: 409,
    title: "Author and approver are the same",
    advice: "Let somebody else approve.",
  },
  alreadyDecided: {
    status: 409,
    title: "This approver has decided already",
    advice: "Nothing has to be done.",
  },
  changedMeanwhile: {
    status: 409,
    title: "It was changed by somebody else at the same time",
    advice: "Read it again and repeat the command.",
  },
  idempotencyMismatch: {
    status: 422,
    title: "This idempotency key was used for another request",
    advice: "Use a new key for a new request.",
  },
  idempotencyInProgress: {
    status: 409,
    title: "A request with this idempotency key is being carried out",
    advice: "Wait and repeat the same request.",
  },
  inventoryNotUsable: {
    status: 409,
    title: "The inventory can't be used",
    advice: "Read a new inventory and wait until it is completed.",
  },
  tenantRefused: {
    status: 502,
    title: "The tenant did not answer as it should",
    advice: "See the detail: it names the tenant's own code.",
  },
  tooLarge: { status: 413, title: "The request is too large", advice: "Send a smaller document." },
  internal: {
    status: 500,
    title: "Something went wrong inside",
    advice: "Repeat the request; the log has the details under the request id.",
  },
} as const;
/** A key of {@link REFUSALS}. */
export type RefusalCode = keyof typeof REFUSALS;

/** Why a command was not carried out. */
export type Refusal = { readonly code: RefusalCode; readonly detail: string };
