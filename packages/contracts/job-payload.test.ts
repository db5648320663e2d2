import { expect, test } from "vitest";
import { readJobPayload } from "./job-payload.ts";

const ID = "0b0f6c3e-7a53-4b6e-9d0e-3f9f5a6f2c11";

test.each([
  { kind: "conversion", conversionId: ID, fence: 7 },
  { kind: "roleSettings", changeId: ID, fence: 7 },
  { kind: "advance", rolloutId: ID },
  { kind: "inventory", inventoryId: ID },
])("$kind is a job, and arrives as it was sent", (job) => {
  expect(readJobPayload(JSON.parse(JSON.stringify(job)))).toEqual(job);
});

test.each([
  ["nothing", undefined],
  ["another kind", { kind: "purge", rolloutId: ID }],
  ["a conversion without a fence", { kind: "conversion", conversionId: ID }],
  ["settings without a fence", { kind: "roleSettings", changeId: ID }],
  ["a fence that is text", { kind: "conversion", conversionId: ID, fence: "7" }],
  ["a fence that is no whole number", { kind: "conversion", conversionId: ID, fence: 1.5 }],
  ["an id that is none of ours", { kind: "advance", rolloutId: "1; drop table rollouts" }],
  ["more than ids", { kind: "inventory", inventoryId: ID, token: "secret" }],
])("%s is no job", (_case, payload) => {
  expect(readJobPayload(payload)).toBeNull();
});
