import { createHash } from "node:crypto";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { ApiStore, IdempotentRequest } from "./ports.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set while a request with an idempotency key is being carried out. */
    idempotent: IdempotentRequest | null;
  }
}

type KeyStore = Pick<ApiStore, "beginIdempotent" | "finishIdempotent">;

const MAX_KEY_LENGTH = 255;

const keyHeader = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({ description: `Up to ${MAX_KEY_LENGTH} characters: the same request is carried out once.` }),
  ),
});

/**
 * Makes every POST with an `Idempotency-Key` happen once: the same request answers again what it answered first.
 * Only what succeeded is kept; a refused request did nothing, so its key is free again.
 */
export function answerOnce(app: HttpService, store: KeyStore): void {
  app.decorateRequest("idempotent", null);
  app.addHook("onRoute", (route) => {
    if (route.method === "POST") route.schema = { ...route.schema, headers: keyHeader };
  });
  app.addHook("preHandler", async (request, reply) => {
    const key = request.headers["idempotency-key"];
    if (request.method !== "POST" || key === undefined) return;
    if (typeof key !== "string" || key.length === 0 || key.length > MAX_KEY_LENGTH) {
      const message = `must be one text of 1 to ${MAX_KEY_LENGTH} characters`;
      await reply.refuse("bodyInvalid", "", [
        { in: "headers", pointer: "/idempotency-key", code: "invalidValue", message },
      ]);
      return;
    }
    await begin(request, reply, store, key);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    if (request.idempotent !== null) await finish(request.idempotent, request, reply, payload, store);
    return payload;
  });
}

/** The key of the request, for operations that can keep it with what they make. */
export function idempotencyKeyOf(request: FastifyRequest): string | null {
  return request.idempotent?.key ?? null;
}

async function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  store: KeyStore,
  key: string,
): Promise<void> {
  const idempotent = { subject: callerOf(request).name, key, requestDigest: digestOf(request) };
  const start = await store.beginIdempotent(idempotent);
  switch (start.outcome) {
    case "new":
      request.idempotent = idempotent;
      return;
    case "inProgress":
      return reply.refuse("idempotencyInProgress", "");
    case "mismatch":
      return reply.refuse("idempotencyMismatch", "");
    case "replay": {
      const { status, location, body } = start.answer;
      if (location !== null) void reply.header("location", location);
      await reply.code(status).type("application/json; charset=utf-8").send(body);
    }
  }
}

async function finish(
  idempotent: IdempotentRequest,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  store: KeyStore,
): Promise<void> {
  const isSuccess = reply.statusCode < 300 && typeof payload === "string";
  const location = reply.getHeader("location");
  const answer = isSuccess
    ? {
        status: reply.statusCode,
        location: typeof location === "string" ? location : null,
        body: payload,
      }
    : null;
  try {
    await store.finishIdempotent(idempotent, answer);
  } catch (error) {
    // What was asked for is done, so it is answered; until the key expires, its repetition is told to wait.
    request.log.error({ err: error }, "an answer could not be kept for its idempotency key");
  }
}

function digestOf(request: FastifyRequest): string {
  return createHash("sha256")
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest("hex");
}
