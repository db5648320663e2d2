/** The bytes of a GUID in the order .NET writes them: the first three groups little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/**
 * The part that every row of one principal in one role has in its id: role and principal as base64url. Found by
 * decoding the ids in Microsoft's documented examples.
 */
export function rowIdStem(roleDefinitionId: string, principalId: string): string {
  return Buffer.concat([guidBytes(roleDefinitionId), guidBytes(principalId)]).toString("base64url");
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Whether a text is a GUID, in any case. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
