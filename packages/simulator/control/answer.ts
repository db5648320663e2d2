import type { FastifyReply } from "fastify";
import type { Outcome, Refusal } from "../refusal.ts";

/** Answers on the control surface with why something was not done. */
export function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.status).send({ error: { code: refusal.code, message: refusal.message } });
}

/** Answers on the control surface with what was made, or why it was not. */
export function answer<T>(
  reply: FastifyReply,
  outcome: Outcome<T>,
  present: (value: T) => unknown,
): FastifyReply {
  return outcome.isOk ? reply.code(201).send(present(outcome.value)) : refuse(reply, outcome.refusal);
}
