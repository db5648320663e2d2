import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { runProcess, type ProcessLife } from "./run-process.ts";

/** Stands in for the process: takes signals, and notes its exit instead of ending. */
class Host extends EventEmitter {
  readonly exitCodes: number[] = [];
  readonly exited = Promise.withResolvers<number>();

  exit(code: number): void {
    this.exitCodes.push(code);
    this.exited.resolve(code);
  }
}

function run(main: (life: ProcessLife) => Promise<void>) {
  const host = new Host();
  const lines: string[] = [];
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const log = createLog({ name: "tested", level: "info", to });
  runProcess(main, { log, host, closeBoundMs: 50, mainBoundMs: 50 });
  return { host, lines };
}

test.each(["SIGTERM", "SIGINT"])(
  "%s closes what was opened, last first, and exits with 0",
  async (signal) => {
    const closed: string[] = [];
    const { host } = run(async ({ onClose }) => {
      for (const name of ["store", "queue", "server"]) {
        onClose({ name, close: async () => void closed.push(name) });
      }
    });
    host.emit(signal);
    expect(await host.exited.promise).toBe(0);
    expect(closed).toEqual(["server", "queue", "store"]);
  },
);

test("one part that fails to close does not keep the others open, and the exit code tells", async () => {
  const closed: string[] = [];
  const { host, lines } = run(async ({ onClose }) => {
    onClose({ name: "store", close: async () => void closed.push("store") });
    onClose({ name: "queue", close: () => Promise.reject(new Error("would not")) });
  });
  host.emit("SIGTERM");
  expect(await host.exited.promise).toBe(1);
  expect(closed).toEqual(["store"]);
  expect(lines.join("")).toContain('"part":"queue"');
});

test("one part that never closes does not keep the process alive", async () => {
  const never = Promise.withResolvers<void>();
  const { host } = run(async ({ onClose }) => onClose({ name: "server", close: () => never.promise }));
  host.emit("SIGTERM");
  expect(await host.exited.promise).toBe(1);
});

test("a second signal exits at once", async () => {
  const never = Promise.withResolvers<void>();
  const { host } = run(async ({ onClose }) => onClose({ name: "server", close: () => never.promise }));
  host.emit("SIGINT");
  host.emit("SIGINT");
  expect(host.exitCodes).toEqual([1]);
});

test("what is still being opened when the end comes is closed too", async () => {
  const closed: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { host } = run(async ({ onClose, signal }) => {
    signal.addEventListener("abort", () => gate.resolve());
    await gate.promise;
    await nextTurn();
    onClose({ name: "late", close: async () => void closed.push("late") });
  });
  host.emit("SIGTERM");
  expect(await host.exited.promise).toBe(0);
  expect(closed).toEqual(["late"]);
});

test("a main function that throws closes what it had opened and exits with 1", async () => {
  const closed: string[] = [];
  const { host, lines } = run(async ({ onClose }) => {
    onClose({ name: "store", close: async () => void closed.push("store") });
    throw new Error("no port is free");
  });
  expect(await host.exited.promise).toBe(1);
  expect(closed).toEqual(["store"]);
  expect(lines.join("")).toContain("no port is free");
});

test.each(["unhandledRejection", "uncaughtException"])("an %s is logged and exits with 1", async (event) => {
  const { host, lines } = run(async () => {});
  host.emit(event, new Error("a bug"));
  expect(await host.exited.promise).toBe(1);
  expect(lines.join("")).toContain("a bug");
});

test("ending from within gives the exit code, once", async () => {
  const { host } = run(async ({ end }) => {
    end(3);
    end(0);
  });
  expect(await host.exited.promise).toBe(3);
  expect(host.exitCodes).toEqual([3]);
});
