import type { ConversionDocument } from "@standdown/contracts";
import type { TenantState } from "@standdown/cli/demo";
import { keyText, type AccessKey, type StepName, type StepState } from "@standdown/domain";

/** What the product says that somebody holds: true, false, or null where it says that it can't tell. */
type Claim = { readonly standing: boolean | null; readonly eligible: boolean | null };

/** A conversion, as far as it says what is held. */
export type Claimant = Pick<ConversionDocument, "key" | "outcomeCode"> & {
  readonly state: string;
  readonly steps: readonly { readonly name: StepName; readonly state: StepState }[];
};

/** Every difference between what the product says is held and what the tenant holds, as a line each. */
export function differencesFromTenant(
  conversions: readonly ConversionDocument[],
  before: TenantState,
  after: TenantState,
): string[] {
  return [
    ...differencesFromClaims(conversions, before, after),
    ...differencesOfOthers(conversions, before, after),
  ];
}

/** The same, only for the access that the conversions are about. */
export function differencesFromClaims(
  conversions: readonly Claimant[],
  before: TenantState,
  after: TenantState,
): string[] {
  const wasEligible = new Set(before.eligible.map(keyText));
  const isStanding = countsOf(after.assigned);
  const isEligible = countsOf(after.eligible);
  return conversions.flatMap((conversion) => {
    const key = keyText(conversion.key);
    const claim = claimOf(conversion, wasEligible.has(key));
    const found = { standing: isStanding.get(key) ?? 0, eligible: isEligible.get(key) ?? 0 };
    return (["standing", "eligible"] as const).flatMap((side) =>
      claim[side] === null || Number(claim[side]) === found[side]
        ? []
        : [
            `${key} is ${conversion.state} (${conversion.outcomeCode ?? "no code"}): ${side} should be ${Number(claim[side])} and is ${found[side]}`,
          ],
    );
  });
}

/** Told from the steps that the ledger holds; what could not be proved is not claimed. */
function claimOf(conversion: Claimant, wasEligible: boolean): Claim {
  const stateOf = (name: StepName): StepState =>
    conversion.steps.find((step) => step.name === name)?.state ?? "pending";
  const isDone = (name: StepName): boolean => stateOf(name) === "proved" || stateOf(name) === "skipped";
  const isOpen = (name: StepName): boolean => stateOf(name) === "failed" || stateOf(name) === "unknown";
  const isLost = conversion.outcomeCode === "eligibilityLost" || stateOf("revoke") === "proved";
  const isMade = isDone("grant") && stateOf("revoke") !== "skipped";
  return {
    standing: isOpen("restore") ? null : isDone("restore") || !isDone("remove"),
    eligible: isOpen("revoke") ? null : !isLost && (wasEligible || isMade),
  };
}

/** Rows of everybody and everything that was not to be converted, as they were. */
function differencesOfOthers(
  conversions: readonly ConversionDocument[],
  before: TenantState,
  after: TenantState,
): string[] {
  const moved = new Set(conversions.map(({ key }) => keyText(key)));
  const others = (state: TenantState): Set<string> =>
    new Set(
      [...state.assigned, ...state.activated, ...state.eligible]
        .filter((row) => !moved.has(keyText(row)))
        .map((row) => `${keyText(row)} ${row.scheduleId} ${row.endDateTime ?? "no end"}`),
    );
  const [was, is] = [others(before), others(after)];
  return [
    ...[...was].filter((row) => !is.has(row)).map((row) => `${row} was there, and is gone`),
    ...[...is].filter((row) => !was.has(row)).map((row) => `${row} is there, and was not`),
  ];
}

function countsOf(rows: readonly AccessKey[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyText(row), (counts.get(keyText(row)) ?? 0) + 1);
  return counts;
}
