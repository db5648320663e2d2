import type { CompileContext } from "../compile/compile-context.ts";
import type { EndState } from "../end-state.ts";
import { SeatFold } from "../what-if/forecast-seats.ts";
import type { Found } from "./guard.ts";

/** People whom PIM needs a licence for when the plan has ended, against the seats that the tenant has. */
export class LicenceSeats {
  readonly #seats: SeatFold;

  constructor({ facts }: CompileContext) {
    this.#seats = new SeatFold(facts);
  }

  observe(end: EndState): void {
    this.#seats.observe(end);
  }

  conclude(): readonly Found[] {
    const { neededCount, seatCount, missingCount } = this.#seats.conclude();
    if (missingCount === 0) return [];
    return [
      {
        code: "licenceSeatsShort",
        pointer: "/spec/selection",
        message: `when the plan has ended, PIM needs a licence for ${neededCount} people, and the tenant has ${seatCount} seats`,
        principalId: null,
        roleDefinitionId: null,
        count: missingCount,
        evidence: [
          { property: "people", value: String(neededCount) },
          { property: "enabledUnits", value: String(seatCount) },
        ],
      },
    ];
  }
}
