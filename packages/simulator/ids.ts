/** The bytes of a GUID in the order .NET writes them: the first three groups little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/**
 * What the id of a row begins with: role, principal and, when the role is limited to a part of the directory, the id
 * of that part, as base64url. Found by decoding the ids in Microsoft's documented examples.
 */
export function rowIdStem(roleDefinitionId: string, principalId: string, scopeId: string | null): string {
  const guids = [roleDefinitionId, principalId, ...(scopeId === null ? [] : [scopeId])];
  return Buffer.concat(guids.map(guidBytes)).toString("base64url");
}

/** The security identifier that the service derives from an object's id: its bytes as four numbers. */
export function securityIdentifier(objectId: string): string {
  const bytes = guidBytes(objectId);
  return ["S-1-12-1", ...[0, 4, 8, 12].map((offset) => bytes.readUInt32LE(offset))].join("-");
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** Whether a text is a GUID, in any case. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
