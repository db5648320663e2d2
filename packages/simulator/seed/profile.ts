import { drawKeyed } from "../keyed-random.ts";
import { PRODUCTS } from "../products.ts";
import type { SignIns, User } from "../state/directory.ts";
import { registered } from "../state/plain-objects.ts";

/** What there is to know of a person besides name and place. */
export type Profile = Pick<
  User,
  "country" | "employeeId" | "isMicrosoftAccount" | "skuIds" | "signIns" | "registration"
>;

const COUNTRIES = ["Netherlands", "Germany", "India", "Ireland", "Nigeria", "Portugal", "Norway", "Japan"];
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Recent for most, months ago for some, none for a few. */
function signIns(draw: (what: string) => number, epochAt: number, isEnabled: boolean): SignIns | null {
  const chance = draw("sign-in");
  if (chance < 0.06) return null;
  const isOld = chance < 0.16 || !isEnabled;
  const agoMs = isOld ? (95 + draw("days") * 300) * DAY_MS : (1 + draw("hours") * 300) * HOUR_MS;
  return { lastAt: epochAt - Math.round(agoMs) };
}

function registeredMethods(draw: (what: string) => number): readonly string[] {
  const chance = draw("methods");
  if (chance < 0.08) return [];
  if (chance < 0.3) return ["mobilePhone"];
  return chance < 0.85
    ? ["microsoftAuthenticatorPush", "softwareOneTimePasscode"]
    : ["microsoftAuthenticatorPush", "passKeyDeviceBound"];
}

function skuIds(draw: (what: string) => number): readonly string[] {
  const chance = draw("licence");
  if (chance < 0.82) return [PRODUCTS.m365E5.skuId];
  return chance < 0.95 ? [PRODUCTS.entraP2.skuId] : [];
}

/** Makes up the rest of a person. It hangs on the person's id alone, so that it shifts nothing else. */
export function profileOf(
  id: string,
  settings: { readonly epochAt: number; readonly isGuest: boolean; readonly isEnabled: boolean },
): Profile {
  const draw = (what: string): number => drawKeyed(1, `${id} ${what}`);
  const { isGuest } = settings;
  return {
    country: isGuest ? null : (COUNTRIES[Math.floor(draw("country") * COUNTRIES.length)] ?? null),
    employeeId: isGuest ? null : String(100_000 + Math.floor(draw("employee") * 900_000)),
    isMicrosoftAccount: false,
    skuIds: isGuest ? [] : skuIds(draw),
    signIns: signIns(draw, settings.epochAt, settings.isEnabled),
    registration: registered(registeredMethods(draw)),
  };
}
