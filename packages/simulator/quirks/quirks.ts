import { drawKeyed } from "../keyed-random.ts";
import type { Profile, QuirkName } from "./catalogue.ts";
import { QUIRK_NAMES, QUIRKS } from "./catalogue.ts";

/** What quirks are made with. */
export interface QuirkOptions {
  readonly seed: number;
  readonly profile: Profile;
  /** Times of a profile are multiplied by this, so that tests with short waits see the same order of things. */
  readonly lagFactor: number;
}

/** The value of each quirk. */
export type QuirkValues = ReadonlyMap<QuirkName, number>;

/** Times below this are delays, which a lag factor shortens; longer ones are how long things are kept. */
const DELAY_BELOW_MS = 60 * 60 * 1000;

/** The values of a profile. */
export function profileValues(profile: Profile, lagFactor: number): QuirkValues {
  const entries = QUIRK_NAMES.map((name): [QuirkName, number] => {
    const { unit, values } = QUIRKS[name];
    const value = values[profile];
    return [name, unit === "ms" && value < DELAY_BELOW_MS ? Math.round(value * lagFactor) : value];
  });
  return new Map(entries);
}

/** The quirks of one tenant as they are switched now. */
export class Quirks {
  readonly #options: QuirkOptions;
  #profile: Profile;
  #values: QuirkValues;
  /** How often a share was asked for, by quirk and target: each try draws anew, and always the same. */
  readonly #tries = new Map<string, number>();

  constructor(options: QuirkOptions) {
    this.#options = options;
    this.#profile = options.profile;
    this.#values = profileValues(options.profile, options.lagFactor);
  }

  get profile(): Profile {
    return this.#profile;
  }

  get values(): QuirkValues {
    return this.#values;
  }

  /** The time or number of a quirk. */
  value(name: QuirkName): number {
    return this.#values.get(name) ?? 0;
  }

  /** Puts a whole profile in place. */
  useProfile(profile: Profile): void {
    this.#profile = profile;
    this.#values = profileValues(profile, this.#options.lagFactor);
  }

  /** Changes some of them. */
  change(values: Iterable<readonly [QuirkName, number]>): void {
    this.#values = new Map([...this.#values, ...values]);
  }

  /**
   * Whether a quirk that strikes a share strikes this target at this try. It hangs on seed, quirk, target and the
   * number of the try, not on what else happened.
   */
  strikes(name: QuirkName, target: string): boolean {
    const share = this.value(name);
    if (share <= 0 || share >= 1) return share >= 1;
    const key = `${name}|${target}`;
    const tryNumber = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.set(key, tryNumber);
    return drawKeyed(this.#options.seed, `${key}|${tryNumber}`) < share;
  }

  /** A number from 0 up to, but without, 1 for a target that a share strikes for good; null where it is not struck. */
  lasting(name: QuirkName, target: string): number | null {
    const share = this.value(name);
    if (share === 0) return null;
    const draw = drawKeyed(this.#options.seed, `${name}|${target}`);
    return draw < share ? draw / share : null;
  }
}
