import type { FastifyInstance } from "fastify";
import type { EventKind } from "../../life/event.ts";
import { EVENT_KINDS, EVENT_WEIGHTS } from "../../life/event.ts";
import { Life } from "../../life/life.ts";
import { badRequest } from "../../refusal.ts";
import { formatOptionalTimestamp, formatTimestamp, parseTimestamp } from "../../timestamp.ts";
import { refuse } from "../answer.ts";
import { objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const WEIGHT = { type: "integer", minimum: 0, maximum: 1000 } as const;

const LIFE = objectOf(
  {
    everyMs: { type: "integer", minimum: 1 },
    kinds: objectOf(Object.fromEntries(EVENT_KINDS.map((kind) => [kind, WEIGHT])), []),
    until: text,
    count: { type: "integer", minimum: 1 },
  },
  ["everyMs"],
);

interface LifeBody {
  readonly everyMs: number;
  readonly kinds?: Partial<Record<EventKind, number>>;
  readonly until?: string;
  readonly count?: number;
}

function reportOn(life: Life): object {
  const { options } = life;
  return {
    life:
      options === null
        ? null
        : {
            everyMs: options.everyMs,
            kinds: options.kinds,
            until: formatOptionalTimestamp(options.untilAt),
            count: options.count,
          },
    eventCount: life.eventCount,
    events: life.events.map(({ number, at, kind, happening }) => ({
      number,
      at: formatTimestamp(at),
      kind,
      ...happening,
      isNobodyFound: happening === null,
    })),
  };
}

/** People who do things by themselves. */
export function serveLife(app: FastifyInstance, { tenant, facts }: ControlOptions): void {
  const life = new Life(tenant, facts);
  app.get("/life", async () => {
    tenant.settle();
    return reportOn(life);
  });
  app.put<{ Body: LifeBody }>("/life", { schema: { body: LIFE } }, async (request, reply) => {
    const { everyMs, kinds, until, count } = request.body;
    const untilAt = until === undefined ? null : parseTimestamp(until);
    if (until !== undefined && untilAt === null) {
      return refuse(reply, badRequest("until must be an RFC 3339 time such as 2026-10-05T08:00:00Z."));
    }
    life.start({ everyMs, kinds: kinds ?? EVENT_WEIGHTS, untilAt, count: count ?? null });
    return reportOn(life);
  });
  app.delete("/life", async (_request, reply) => {
    life.stop();
    return reply.code(204).send();
  });
}
