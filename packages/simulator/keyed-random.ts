import { hash as digest } from "node:crypto";
import { guidOf } from "./random.ts";

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

/** A version 4 GUID that is the same for the same seed and key: the first half of a SHA-256. */
export function keyedGuid(seed: number, key: string): string {
  return guidOf(digest("sha256", `${seed}|${key}`, "buffer").subarray(0, 16));
}
