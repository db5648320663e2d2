/**
 * Milliseconds that a `Retry-After` header says to wait, from `receivedAt` on: whole seconds or an HTTP date.
 * Null when it says nothing, or nothing that can be read.
 */
export function retryAfterMsIn(header: string | null, receivedAt: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - receivedAt.getTime());
}
