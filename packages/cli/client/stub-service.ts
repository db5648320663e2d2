import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

/** A request as the stub got it. */
export type StubRequest = {
  readonly path: string;
  readonly token: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

/** A service that answers what a test says. */
export type StubService = {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
};

/** Starts it on a free port of this machine. */
export async function startService(
  answer: (exchange: StubRequest & { readonly response: ServerResponse }) => void,
): Promise<StubService> {
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
      const isCsv = request.headers["content-type"] === "text/csv";
      const body: unknown = text === "" ? null : isCsv ? text : JSON.parse(text);
      const token = (request.headers.authorization ?? "").replace("Bearer ", "");
      const received = { path: pathname, token, headers: request.headers, query: searchParams, body };
      requests.push(received);
      answer({ ...received, response });
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  const port = typeof address === "object" ? address?.port : address;
  return {
    requests,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
