import type { FastifyInstance } from "fastify";

/** A body that is no JSON. */
export class UnreadableBody extends Error {}

/**
 * Reads bodies as the service does: JSON (an empty body is none), forms, and whatever else is ignored. Fastify's own
 * reader refuses an empty body that is announced as JSON.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/json/u, { parseAs: "string" }, (_request, body, done) => {
    const text = String(body);
    if (text.trim() === "") {
      done(null, null);
      return;
    }
    try {
      done(null, JSON.parse(text));
    } catch {
      done(new UnreadableBody("Unable to read JSON request payload."));
    }
  });
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, _body, done) => done(null, null));
}
