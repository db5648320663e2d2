import { setImmediate } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { parseDuration } from "../../duration.ts";
import { badRequest } from "../../refusal.ts";
import { formatTimestamp, LATEST_AT } from "../../timestamp.ts";
import type { Tenant } from "../../state/tenant.ts";
import { refuse } from "../answer.ts";
import { objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

/** How much of the tenant's time passes in one of the wall's. */
const RATE = { type: "number", minimum: 0, maximum: 100_000 } as const;

/** After so many stops others are answered. */
const STOPS_PER_TURN = 50;

/**
 * Moves the clock, and stops it at everything that happens on the way: it happens at its own time, and others are
 * answered meanwhile, however long the way is.
 */
async function moveClock(tenant: Tenant, byMs: number): Promise<void> {
  let stopCount = 0;
  let leftMs = byMs;
  while (leftMs > 0) {
    const untilNextMs = (tenant.nextAt ?? Number.POSITIVE_INFINITY) - tenant.clock.now();
    const stepMs = Math.min(leftMs, Math.max(1, untilNextMs));
    tenant.clock.advance(stepMs);
    tenant.settle();
    leftMs -= stepMs;
    stopCount += 1;
    if (stopCount % STOPS_PER_TURN === 0) await setImmediate();
  }
}

/** The tenant's clock. */
export function serveClock(app: FastifyInstance, { tenant }: ControlOptions): void {
  const told = (): object => ({ now: formatTimestamp(tenant.settle()), rate: tenant.clock.rate });
  app.get("/clock", async () => told());
  app.post<{ Body: { advance?: string; rate?: number } }>(
    "/clock",
    { schema: { body: { ...objectOf({ advance: text, rate: RATE }, []), minProperties: 1 } } },
    async (request, reply) => {
      const { advance, rate } = request.body;
      const byMs = parseDuration(advance ?? "PT0S");
      if (byMs === null) return refuse(reply, badRequest("advance must be a duration such as PT5M."));
      if (tenant.clock.now() + byMs > LATEST_AT) {
        return refuse(reply, badRequest("advance must not lead beyond the year 9999."));
      }
      if (rate !== undefined) tenant.clock.runAt(rate);
      await moveClock(tenant, byMs);
      return told();
    },
  );
}
