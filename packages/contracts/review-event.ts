import { REVIEW_EVENT_KINDS, type ReviewEvent } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { DifferenceDocument } from "./comparison.ts";
import { Id, namedShape, nullable, refTo, shape, Time } from "./shape.ts";
import { TenantProblemDocument } from "./tenant-problem.ts";

const TYPE_PREFIX = "standdown.review.";

/** One event of a review, in the form of CloudEvents 1.0. */
export const ReviewEventDocument = namedShape(
  "ReviewEvent",
  "Something that a review found, as a CloudEvent (1.0). Ids count up and are never used twice.",
  {
    specversion: Type.Literal("1.0"),
    id: Type.String({ pattern: "^[0-9]+$" }),
    source: Type.String({ description: "urn:standdown:tenant:{id of the tenant}" }),
    type: Type.Enum(REVIEW_EVENT_KINDS.map((kind) => `${TYPE_PREFIX}${kind}`)),
    subject: Type.String({ description: "The principal's id, or the inventory's." }),
    time: Time,
    datacontenttype: Type.Literal("application/json"),
    data: shape({
      inventoryId: Id,
      earlierInventoryId: nullable(Id),
      scheduleId: nullable(Id),
      difference: nullable(refTo(DifferenceDocument)),
      differenceCount: nullable(Type.Integer({ minimum: 0 })),
      problem: nullable(TenantProblemDocument),
    }),
  },
);
export type ReviewEventDocument = Static<typeof ReviewEventDocument>;

/** An event as it is shown. */
export function reviewEventDocument(event: ReviewEvent): ReviewEventDocument {
  const { id, tenantId, at, kind, ...data } = event;
  return {
    specversion: "1.0",
    id,
    source: `urn:standdown:tenant:${tenantId}`,
    type: `${TYPE_PREFIX}${kind}`,
    subject: data.difference?.principalId ?? data.inventoryId,
    time: at,
    datacontenttype: "application/json",
    data,
  };
}
