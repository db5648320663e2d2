import { buildApi, type ApiDependencies } from "./build-api.ts";

/** A service that listens. `close` answers what is being answered, then ends. */
export type RunningApi = { readonly url: string; readonly close: () => Promise<void> };

/** Builds the API and listens; port 0 takes any free one. */
export async function startApi(
  listen: { readonly host: string; readonly port: number },
  dependencies: ApiDependencies,
): Promise<RunningApi> {
  const app = await buildApi(dependencies);
  const url = await app.listen({ host: listen.host, port: listen.port });
  return { url, close: () => app.close() };
}
