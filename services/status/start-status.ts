import { buildStatus, type StatusDependencies } from "./build-status.ts";

/** A service that listens. `close` ends the live streams, answers what is being answered, then ends. */
export type RunningStatus = { readonly url: string; readonly close: () => Promise<void> };

/** Builds the status service and listens; port 0 takes any free one. */
export async function startStatus(
  listen: { readonly host: string; readonly port: number },
  dependencies: StatusDependencies,
): Promise<RunningStatus> {
  const app = await buildStatus(dependencies);
  const url = await app.listen({ host: listen.host, port: listen.port });
  return { url, close: () => app.close() };
}
