import { describe } from "vitest";
import { testConsumers } from "./conformance/consumers.ts";
import { testDelivery } from "./conformance/delivery.ts";
import { testOutages } from "./conformance/outages.ts";
import { putUpStand, type QueueUnderTest } from "./conformance/stand.ts";

/** What every queue promises, whatever it stands on. */
export function describeQueue(underTest: QueueUnderTest): void {
  describe(`a queue on ${underTest.backend}`, () => {
    const stand = putUpStand(underTest);
    testDelivery(stand);
    testConsumers(stand);
    testOutages(stand);
  });
}
