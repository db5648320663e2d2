import type { FastifyInstance } from "fastify";
import { refuse } from "../http/answer.ts";
import { badRequest, objectNotFound } from "../refusal.ts";
import type { Mail } from "../state/mail.ts";
import type { Tenant } from "../state/tenant.ts";

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recipientsOf(message: Record<string, unknown>): string[] | null {
  const listed: unknown = message["toRecipients"];
  if (!Array.isArray(listed) || listed.length === 0) return null;
  const addresses = listed.map((item: unknown) => {
    const address: unknown = isObject(item) ? item["emailAddress"] : null;
    return isObject(address) ? address["address"] : null;
  });
  return addresses.every((address) => typeof address === "string") ? addresses : null;
}

function readMail(body: unknown, senderId: string, at: number): Mail | null {
  const message = isObject(body) ? body["message"] : null;
  if (!isObject(message)) return null;
  const toRecipients = recipientsOf(message);
  if (toRecipients === null) return null;
  const { subject } = message;
  return { at, senderId, subject: typeof subject === "string" ? subject : "", toRecipients, message };
}

/** Sends mail: it is taken, kept, and goes nowhere. */
export function serveMail(app: FastifyInstance, tenant: Tenant): void {
  app.post<{ Params: { id: string } }>("/users/:id/sendMail", async (request, reply) => {
    const user = tenant.directory.user(request.params.id);
    if (user === null) return refuse(request, reply, objectNotFound(request.params.id));
    const mail = readMail(request.body, user.id, tenant.settle());
    if (mail === null) {
      return refuse(request, reply, badRequest("The message in the request has no recipients."));
    }
    tenant.mails.push(mail);
    return reply.code(202).send();
  });
}
