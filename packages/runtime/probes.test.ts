import { expect, test } from "vitest";
import { createProbes } from "./probes.ts";

test("every probe is told, and none can make the others wait or throw", async () => {
  const look = createProbes(
    [
      { name: "there", isReady: async () => true },
      { name: "notYet", isReady: async () => false },
      { name: "gone", isReady: () => Promise.reject(new Error("password=hunter2")) },
      {
        name: "broken",
        isReady: () => {
          throw new Error("before it began");
        },
      },
      { name: "silent", isReady: () => Promise.withResolvers<boolean>().promise },
    ],
    { timeoutMs: 30 },
  );
  expect(await look()).toEqual([
    { name: "there", isReady: true, detail: "ready" },
    { name: "notYet", isReady: false, detail: "not ready" },
    { name: "gone", isReady: false, detail: "out of reach" },
    { name: "broken", isReady: false, detail: "out of reach" },
    { name: "silent", isReady: false, detail: "no answer in 30 ms" },
  ]);
});
