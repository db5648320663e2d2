import {
  ChainVerification,
  Id,
  LedgerEntryDocument,
  listOf,
  nullable,
  pageAsked,
  pageQuery,
  refTo,
  shape,
} from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { Type } from "typebox";
import type { StatusParts } from "../build-status.ts";
import { verifyChain } from "../verify-chain.ts";

/** A place in the chain, as text. */
export const PositionText = Type.String({ pattern: "^[0-9]{1,15}$" });

const query = shape({
  limit: pageQuery.limit,
  cursor: Type.Optional(PositionText),
  verify: Type.Optional(
    Type.Enum(["true", "false"], { description: "Whether the whole chain is computed again." }),
  ),
});

const LedgerPage = shape({
  items: listOf(refTo(LedgerEntryDocument)),
  next: nullable(Type.String({ description: "The cursor of the next page; null where there is none yet." })),
  verification: nullable(ChainVerification),
});

/** The record of everything that happened. */
export function addLedger(app: HttpService, { store }: StatusParts): void {
  app.get(
    "/v1/rollouts/:id/ledger",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readLedger",
        summary: "The hash-chained record, in order; the cursor is a position",
        params: shape({ id: Id }),
        querystring: query,
        response: { 200: { description: "One page.", ...LedgerPage } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await store.loadRollout(id)) === null)
        return reply.refuse("notFound", `there is no rollout ${id}`);
      const { cursor, limit } = pageAsked(request.query);
      const found = await store.readLedger(id, { afterPosition: Number(cursor ?? 0), limit: limit + 1 });
      const items = found.slice(0, limit);
      return {
        items,
        next: found.length > limit ? String(items.at(-1)?.position) : null,
        verification: request.query.verify === "true" ? await verifyChain(id, store) : null,
      };
    },
  );
}
