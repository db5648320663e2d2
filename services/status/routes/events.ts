import { Readable } from "node:stream";
import { Id, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { Type } from "typebox";
import type { StatusParts } from "../build-status.ts";
import { ledgerEvents } from "../event-stream.ts";
import { LedgerWatch } from "../ledger-watch.ts";
import { PositionText } from "./ledger.ts";

const MAX_STREAMS = 500;
/** A reader that takes nothing for so long, heartbeats included, is gone. */
const STALLED_AFTER_HEARTBEATS = 4;

/** A text on the wire, a stream in the code. */
const EventText = Type.Unsafe<Readable>(
  Type.String({
    description: "Server-Sent Events: `id` is the position, `event` the kind, `data` the entry.",
  }),
);

/** Everything that happens, as it happens. */
export function addEvents(app: HttpService, { store, timing }: StatusParts): void {
  const watch = new LedgerWatch(store, { pollMs: timing.pollMs, log: app.log });
  const source = { store, watch, heartbeatMs: timing.heartbeatMs };
  const open = new Set<AbortController>();
  app.addHook("preClose", async () => {
    for (const stream of open) stream.abort();
  });
  app.get(
    "/v1/rollouts/:id/events",
    {
      config: { access: "anyCaller", refusals: ["tooManyStreams"] },
      schema: {
        operationId: "streamEvents",
        summary: "Every ledger entry as an event; Last-Event-ID goes on without a gap",
        params: shape({ id: Id }),
        querystring: shape({ after: Type.Optional(PositionText) }),
        headers: Type.Object({ "last-event-id": Type.Optional(PositionText) }),
        produces: ["text/event-stream"],
        response: { 200: EventText },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (open.size >= MAX_STREAMS) return reply.refuse("tooManyStreams", "");
      if ((await store.loadRollout(id)) === null)
        return reply.refuse("notFound", `there is no rollout ${id}`);
      const after = Number(request.headers["last-event-id"] ?? request.query.after ?? 0);
      const closing = new AbortController();
      const events = Readable.from(ledgerEvents(id, after, source, closing.signal));
      open.add(closing);
      // The generator waits for the ledger, so its reader's end has to reach it from outside.
      reply.raw.once("close", () => closing.abort());
      events.once("close", () => {
        closing.abort();
        open.delete(closing);
      });
      request.raw.setTimeout(timing.heartbeatMs * STALLED_AFTER_HEARTBEATS);
      void reply
        .type("text/event-stream; charset=utf-8")
        .header("connection", "close")
        .header("x-accel-buffering", "no");
      return events;
    },
  );
}
