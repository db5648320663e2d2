/**
 * A number from 0 up to, but without, 1 that is the same for the same seed and key, whatever was drawn before: what
 * happens to a request hangs on what it is, not on when it arrives. FNV-1a over the key, then a mixing step (murmur3's
 * finalizer), for two halves of 26 and 27 bits.
 */
export function drawKeyed(seed: number, key: string): number {
  const high = mix(hash(key, seed ^ 0x9e3779b9)) >>> 6;
  const low = mix(hash(key, seed ^ 0x243f6a88)) >>> 5;
  return (high * 2 ** 27 + low) / 2 ** 53;
}

/** A GUID (version 4 in form) that is the same for the same seed and key. */
export function keyedGuid(seed: number, key: string): string {
  const part = (name: string): string =>
    Math.floor(drawKeyed(seed, `${key}|${name}`) * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  const [one, two, three, four] = [part("1"), part("2"), part("3"), part("4")];
  return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-a${three.slice(1, 4)}-${three.slice(4)}${four}`;
}

function hash(key: string, from: number): number {
  let value = 0x811c9dc5 ^ from;
  for (let index = 0; index < key.length; index += 1) {
    value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  }
  return value;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
