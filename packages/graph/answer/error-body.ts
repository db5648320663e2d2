/** What the body of a refusal says. A part that it does not say is null. */
export type ErrorBody = {
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
};

/**
 * Reads `{"error":{"code","message","innerError":{"request-id"}}}`, in either spelling of `innerError`. PIM hides
 * some of its faults in an `UnknownError` whose message is JSON, `{"errorCode","message"}`: they are taken out.
 */
export function readErrorBody(body: unknown): ErrorBody {
  const error = partOf(body, "error");
  const code = textIn(error, "code");
  const message = textIn(error, "message");
  const inner = partOf(error, "innerError") ?? partOf(error, "innererror");
  const requestId = textIn(inner, "request-id");
  const hidden = code === "UnknownError" && message !== null ? parseJson(message) : undefined;
  return {
    code: textIn(hidden, "errorCode") ?? code,
    message: textIn(hidden, "message") ?? message,
    requestId,
  };
}

/** The value of JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function textIn(value: unknown, name: string): string | null {
  const text = partOf(value, name);
  return typeof text === "string" && text !== "" ? text : null;
}
