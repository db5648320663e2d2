import type { Job } from "@standdown/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { identityOf } from "./job-identity.ts";

const job: fc.Arbitrary<Job> = fc.oneof(
  fc.record({
    kind: fc.constant("conversion" as const),
    conversionId: fc.uuid(),
    fence: fc.nat(),
  }),
  fc.record({ kind: fc.constant("roleSettings" as const), changeId: fc.uuid(), fence: fc.nat() }),
  fc.record({ kind: fc.constant("advance" as const), rolloutId: fc.uuid() }),
  fc.record({ kind: fc.constant("inventory" as const), inventoryId: fc.uuid() }),
);

function idOf(one: Job): string {
  const identity = identityOf(one);
  return "jobId" in identity ? identity.jobId : identity.deduplication.id;
}

test("an id is one that BullMQ takes: no colon, not all digits", () => {
  fc.assert(
    fc.property(job, (one) => {
      expect(idOf(one)).toMatch(/^(?!\d+$)[^:]+$/);
    }),
  );
});

test("two jobs have the same id exactly when they are the same job", () => {
  fc.assert(
    fc.property(job, job, (one, other) => {
      expect(idOf(one) === idOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
  fc.assert(
    fc.property(job, (one) => {
      expect(idOf({ ...one })).toBe(idOf(one));
    }),
  );
});
