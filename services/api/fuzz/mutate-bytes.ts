import type { Dice } from "./dice.ts";

/** Bytes that mean something in JSON, CSV or UTF-8. */
const TELLING = [
  0x00, 0x22, 0x27, 0x2c, 0x0a, 0x0d, 0x09, 0x3b, 0x5c, 0x7b, 0x7d, 0x80, 0xc3, 0xef, 0xfe, 0xff,
];

/** The bytes with a little noise: some changed, cut off, put in or said twice. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  let mutated = bytes;
  for (let times = 1 + dice.below(4); times > 0; times -= 1) mutated = mutateOnce(mutated, dice);
  return mutated;
}

function mutateOnce(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length + 1);
  const byte = Buffer.from([dice.isOneIn(2) ? dice.pick(TELLING) : dice.below(256)]);
  const end = Math.min(bytes.length, at + dice.below(40));
  switch (dice.below(5)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), byte, bytes.subarray(at + 1)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), byte, bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    default:
      return dice.isOneIn(4) ? bytes.subarray(0, at) : Buffer.concat([byte, bytes]);
  }
}
