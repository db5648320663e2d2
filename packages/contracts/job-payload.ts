import type { Job } from "@standdown/domain";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { Id, shape } from "./shape.ts";

/** What travels through the queue: ids and a fence, nothing that could be stale or secret. */
export const JobPayload = Type.Union([
  shape({
    kind: Type.Literal("conversion"),
    conversionId: Id,
    fence: Type.Integer({ minimum: 0 }),
  }),
  shape({ kind: Type.Literal("roleSettings"), changeId: Id, fence: Type.Integer({ minimum: 0 }) }),
  shape({ kind: Type.Literal("advance"), rolloutId: Id }),
  shape({ kind: Type.Literal("inventory"), inventoryId: Id }),
]);

const validator = Compile(JobPayload);

/** The job in a payload as it was received; null when it is none. */
export function readJobPayload(payload: unknown): Job | null {
  return validator.Check(payload) ? payload : null;
}
