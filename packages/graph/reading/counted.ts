import type { CountedAnswer, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";

/** Asks, and tells how many requests that took. */
export async function counted<T>(
  client: GraphClient,
  ask: (client: GraphClient) => Promise<TenantAnswer<T>>,
): Promise<CountedAnswer<T>> {
  let requestCount = 0;
  const counting: GraphClient = {
    ...client,
    send: async (call) => {
      requestCount += 1;
      return await client.send(call);
    },
  };
  return { answer: await ask(counting), requestCount };
}
