import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range from which systems take the ports of outgoing connections, so that none sits on it at restart. */
const PORTS_FROM = 20_000;
const PORTS_TO = 32_000;
const TRIES_MAX = 50;

/** A port on which nothing listens: the former one where it is free. */
export async function choosePort(former: number | null): Promise<number> {
  if (former !== null && (await isFree(former))) return former;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(PORTS_FROM, PORTS_TO);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port was found between ${PORTS_FROM} and ${PORTS_TO}`);
}

/** True when a server could listen on this port of the loopback address. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((settle) => {
    server.once("error", () => settle(false));
    server.listen(port, "127.0.0.1", () => server.close(() => settle(true)));
  });
}
