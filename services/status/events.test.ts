import { afterEach, describe, expect, it } from "vitest";
import { ROLLOUT_ID, startStatusUnderTest, type StatusUnderTest } from "./status-under-test.ts";

const EVENTS = `/v1/rollouts/${ROLLOUT_ID}/events`;
const running: StatusUnderTest[] = [];
afterEach(async () => {
  for (const status of running.splice(0)) await status.close();
});

async function start(timing?: { pollMs: number; heartbeatMs: number }): Promise<StatusUnderTest> {
  const status = await startStatusUnderTest(timing);
  running.push(status);
  return status;
}

/** Reads the text of a stream as it comes. */
class StreamReader {
  readonly #chunks: ReadableStreamDefaultReader<string>;
  text = "";

  constructor(response: Response) {
    if (response.body === null) throw new Error("there is no stream");
    this.#chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  async readUntil(isEnough: (text: string) => boolean): Promise<void> {
    while (!isEnough(this.text)) {
      const { value, done } = await this.#chunks.read();
      if (done) throw new Error(`the stream ended after ${JSON.stringify(this.text.slice(-200))}`);
      this.text += value;
    }
  }

  async readToEnd(): Promise<void> {
    for (let chunk = await this.#chunks.read(); !chunk.done; chunk = await this.#chunks.read()) {
      this.text += chunk.value;
    }
  }

  get ids(): number[] {
    return [...this.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  }

  close(): Promise<void> {
    return this.#chunks.cancel();
  }
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe("live events", () => {
  it("tell every entry from the first, more than one page of them, then each one as it is added", async () => {
    const status = await start();
    status.ledger.add(1234);
    const stream = new StreamReader(await status.get(EVENTS));
    await stream.readUntil((text) => text.includes("id: 1234\n"));
    status.ledger.add(2);
    await stream.readUntil((text) => text.includes("id: 1236\n"));
    expect(stream.ids).toEqual(upTo(1236));
    await stream.close();
  });

  it("carry position, kind and the whole entry", async () => {
    const status = await start();
    status.ledger.add();
    const response = await status.get(EVENTS);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const stream = new StreamReader(response);
    await stream.readUntil((text) => text.includes("data: ") && text.endsWith("\n\n"));
    const [, , event = ""] = /id: 1\n(event: hold\.lifted)\ndata: (.+)\n\n/.exec(stream.text) ?? [];
    expect(JSON.parse(event)).toEqual(status.ledger.entries[0]);
    await stream.close();
  });

  it("go on after Last-Event-ID without a gap and without telling anything twice, wherever the stream broke", async () => {
    const status = await start();
    status.ledger.add(40);
    const seen: number[] = [];
    while (seen.length < 40) {
      const headers = { "last-event-id": String(seen.at(-1) ?? 0) };
      const stream = new StreamReader(await status.get(EVENTS, headers));
      const before = seen.length;
      await stream.readUntil(() => stream.ids.length > 0);
      await stream.close();
      seen.push(...stream.ids.slice(0, 7));
      expect(seen.length).toBeGreaterThan(before);
    }
    expect(seen).toEqual(upTo(40));
  });

  it("begin after the position that is asked for; Last-Event-ID wins", async () => {
    const status = await start();
    status.ledger.add(5);
    const asked = new StreamReader(await status.get(`${EVENTS}?after=3`));
    await asked.readUntil((text) => text.includes("id: 5\n"));
    expect(asked.ids).toEqual([4, 5]);
    const resumed = new StreamReader(await status.get(`${EVENTS}?after=3`, { "last-event-id": "4" }));
    await resumed.readUntil((text) => text.includes("id: 5\n"));
    expect(resumed.ids).toEqual([5]);
    await Promise.all([asked.close(), resumed.close()]);
  });

  it("say that they are alive while nothing happens", async () => {
    const status = await start({ pollMs: 20, heartbeatMs: 50 });
    const stream = new StreamReader(await status.get(EVENTS));
    await stream.readUntil((text) => text.split(": alive\n\n").length > 2);
    expect(stream.ids).toEqual([]);
    await stream.close();
  });

  it("outlive a ledger that can't be looked at for a while", async () => {
    const status = await start();
    status.ledger.add();
    const stream = new StreamReader(await status.get(EVENTS));
    await stream.readUntil((text) => text.includes("id: 1\n"));
    status.ledger.isReachable = false;
    const looked = status.ledger.readCount;
    await expect.poll(() => status.ledger.readCount).toBeGreaterThan(looked + 2);
    status.ledger.isReachable = true;
    status.ledger.add();
    await stream.readUntil((text) => text.includes("id: 2\n"));
    expect(stream.ids).toEqual([1, 2]);
    await stream.close();
  });

  it("end when the service closes, so that it can", async () => {
    const status = await startStatusUnderTest();
    status.ledger.add();
    const stream = new StreamReader(await status.get(EVENTS));
    await stream.readUntil((text) => text.includes("id: 1\n"));
    await Promise.all([status.close(), stream.readToEnd()]);
    expect(stream.ids).toEqual([1]);
  });

  it("stop looking at the ledger when their reader has gone", async () => {
    const status = await start();
    status.ledger.add();
    const stream = new StreamReader(await status.get(EVENTS));
    await stream.readUntil((text) => text.includes("id: 1\n"));
    await stream.close();
    let former = -1;
    await expect
      .poll(
        () => {
          const isQuiet = status.ledger.readCount === former;
          former = status.ledger.readCount;
          return isQuiet;
        },
        { interval: 200 },
      )
      .toBe(true);
  });

  it("look at the ledger once for all who wait for the same rollout", async () => {
    const status = await start({ pollMs: 50, heartbeatMs: 10_000 });
    const streams = await Promise.all(upTo(20).map(async () => new StreamReader(await status.get(EVENTS))));
    // Each of them has looked once for itself; from then on they wait together.
    await expect.poll(() => status.ledger.readCount).toBeGreaterThanOrEqual(streams.length);
    const before = status.ledger.readCount;
    const beganAt = performance.now();
    await expect.poll(() => status.ledger.readCount).toBeGreaterThanOrEqual(before + 6);
    expect(performance.now() - beganAt).toBeGreaterThan(4 * 50);
    await Promise.all(streams.map((stream) => stream.close()));
  });

  it("are refused for a rollout that does not exist, for a place that is none, and without a token", async () => {
    const status = await start();
    const unknown = EVENTS.replace("0d1f3b3e", "00000000");
    expect((await status.get(unknown)).status).toBe(404);
    expect((await status.get(EVENTS, { "last-event-id": "soon" })).status).toBe(422);
    expect((await status.get(EVENTS, { authorization: "Bearer wrong" })).status).toBe(401);
  });
});
