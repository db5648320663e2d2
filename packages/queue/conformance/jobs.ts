import { randomUUID } from "node:crypto";

export function conversion() {
  return { kind: "conversion" as const, conversionId: randomUUID(), fence: 1 };
}

export function advance() {
  return { kind: "advance" as const, rolloutId: randomUUID() };
}

export function inventory() {
  return { kind: "inventory" as const, inventoryId: randomUUID() };
}
