import type { FastifyInstance } from "fastify";
import type { SignIn } from "../../authority/issue.ts";
import { issueToUser } from "../../authority/issue.ts";
import { PERMISSION_NAMES } from "../../permissions/table.ts";
import { objectNotFound } from "../../refusal.ts";
import { formatTimestamp } from "../../timestamp.ts";
import { refuse } from "../answer.ts";
import { flag, objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const SIGN_IN = objectOf(
  {
    userId: text,
    isMfa: { ...flag, default: false },
    acrs: { type: "array", items: text, default: [] },
  },
  ["userId"],
);

const GRANTED = objectOf({ granted: { type: "array", items: { enum: PERMISSION_NAMES } } }, ["granted"]);

/** Who speaks to the tenant, and what the application may. */
export function serveCallers(app: FastifyInstance, { tenant, tokens }: ControlOptions): void {
  app.post<{ Body: SignIn & { userId: string } }>(
    "/tokens",
    { schema: { body: SIGN_IN } },
    async (request, reply) => {
      const { userId, ...signIn } = request.body;
      const user = tenant.directory.user(userId);
      if (user === null) return refuse(reply, objectNotFound(userId));
      const { accessToken, expiresAt } = await issueToUser(tenant, tokens, user, signIn);
      return reply.code(201).send({ accessToken, expiresDateTime: formatTimestamp(expiresAt) });
    },
  );
  app.post("/tokens/expire", async () => ({ count: tokens.expireAll() }));

  app.get("/permissions", async () => ({
    granted: tenant.switches.grantedPermissions,
    refuse: tenant.switches.refuseWith,
  }));
  app.put<{ Body: { granted: string[] } }>(
    "/permissions",
    { schema: { body: GRANTED } },
    (request, reply) => {
      tenant.switches.grantedPermissions = request.body.granted;
      return reply.send({ granted: tenant.switches.grantedPermissions });
    },
  );
}
