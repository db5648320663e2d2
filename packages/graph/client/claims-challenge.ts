/**
 * The claims that a `WWW-Authenticate` header asks for (`error="insufficient_claims"`, base64), as JSON text;
 * null when it asks for none.
 */
export function claimsIn(header: string | null): string | null {
  const encoded = /\bclaims="([^"]+)"/.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}
