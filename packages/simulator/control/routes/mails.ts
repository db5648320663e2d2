import type { FastifyInstance } from "fastify";
import { formatTimestamp } from "../../timestamp.ts";
import type { ControlOptions } from "../server.ts";

/** The mail that was sent through the tenant, oldest first. */
export function serveMails(app: FastifyInstance, { tenant }: ControlOptions): void {
  app.get("/mails", async () => ({
    count: tenant.mails.length,
    mails: tenant.mails.map((mail) => ({ ...mail, at: formatTimestamp(mail.at) })),
  }));
}
