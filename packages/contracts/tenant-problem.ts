import { Type } from "typebox";
import { nullable, shape } from "./shape.ts";

/** An answer of the tenant that was not a success. */
export const TenantProblemDocument = shape({
  code: Type.String(),
  verdict: Type.Enum(["retry", "retryAfter", "read", "never", "ask"]),
  status: nullable(Type.Integer()),
  message: Type.String(),
  advice: Type.String(),
  retryAfterMs: nullable(Type.Number()),
  requestId: nullable(Type.String()),
  clientRequestId: nullable(Type.String()),
});
