import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** The line to a backend, which can be cut and mended, and can go dead while it seems to stand. */
export type Line = {
  /** The backend's address through this line. */
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Nothing gets through from here on, and nobody is told. */
  deaden(): void;
};

/** Lays a line to the backend at this URL. */
export async function layLine(backendUrl: string): Promise<Line> {
  const target = new URL(backendUrl);
  const ends = new Set<Socket>();
  let isDead = false;
  let port = 0;
  let server: Server;

  const carry = (near: Socket) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        ends.delete(from);
        to.destroy();
      });
      from.on("data", (data) => {
        if (!isDead) to.write(data);
      });
    }
  };
  const mend = async () => {
    server = createServer(carry).listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address !== null && typeof address === "object") port = address.port;
  };
  await mend();
  return {
    url: Object.assign(new URL(backendUrl), { host: `127.0.0.1:${port}` }).href,
    mend,
    cut: async () => {
      const closed = once(server, "close");
      server.close();
      for (const end of ends) end.destroy();
      await closed;
    },
    deaden: () => {
      isDead = true;
    },
  };
}
