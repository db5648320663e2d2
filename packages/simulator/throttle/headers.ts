import { LIMITS } from "./limits.ts";
import type { Passage } from "./throttle.ts";

/** From here on answers say how much of a limit is used up. */
const WARNING_SHARE = 0.8;
/** More than this is never said. */
const MAXIMUM_SHARE = 1.8;

/** The headers that tell of a limit, as Microsoft's page on throttling names them. */
export function headersOf(
  { share, refusedBy }: Passage,
  { appId, tenantId }: { readonly appId: string; readonly tenantId: string },
): Record<string, string> {
  const said = Math.min(MAXIMUM_SHARE, Math.floor(share * 100) / 100);
  const percentage: Record<string, string> =
    share < WARNING_SHARE ? {} : { "x-ms-throttle-limit-percentage": String(said) };
  if (refusedBy === null) return percentage;
  const { scope, information, tellsRetryAfter } = LIMITS[refusedBy.limit];
  return {
    ...percentage,
    "x-ms-throttle-scope": `${scope}/ReadWrite/${appId}/${tenantId}`,
    ...(information === null ? {} : { "x-ms-throttle-information": information }),
    ...(tellsRetryAfter ? { "retry-after": String(Math.ceil(refusedBy.leftMs / 1000)) } : {}),
  };
}
