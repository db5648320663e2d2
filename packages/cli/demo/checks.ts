import type { ConversionDocument } from "@standdown/contracts";
import { keyText, type AccessKey } from "@standdown/domain";
import { counted } from "../display/words.ts";
import type { ManifestRow } from "../what-if/read-manifest.ts";
import type { HeldRow, TenantFacts, TenantState, WatchdogReport } from "./simulated-tenant.ts";

/** Something that must be true at the end, and what was found. */
export type Check = { readonly what: string; readonly isMet: boolean; readonly found: string };

/** All that was seen of a rollout, from the services on one side and from the tenant itself on the other. */
export type Evidence = {
  readonly manifest: readonly ManifestRow[];
  readonly conversions: readonly Pick<ConversionDocument, "state" | "key">[];
  readonly ledger: { readonly entryCount: number; readonly isWhole: boolean };
  readonly facts: TenantFacts;
  readonly before: TenantState;
  readonly after: TenantState;
  readonly watchdog: WatchdogReport;
};

/** Looks at everything that a completed rollout promises. */
export function checkOutcome(evidence: Evidence): Check[] {
  return [
    ...checkConversions(evidence),
    ...checkConverted(evidence),
    ...checkUntouched(evidence),
    {
      what: "The ledger's chain is whole",
      isMet: evidence.ledger.isWhole,
      found: counted(evidence.ledger.entryCount, "entry", "entries"),
    },
    {
      what: "Nobody was without access for an instant, and nothing was widened",
      isMet: evidence.watchdog.count === 0,
      found: `the tenant's watchdog counted ${evidence.watchdog.count}`,
    },
  ];
}

function checkConversions({ manifest, conversions }: Evidence): Check[] {
  const wanted = manifest.filter(({ disposition }) => disposition === "convert").length;
  const inState = (state: ConversionDocument["state"]): number =>
    conversions.filter((conversion) => conversion.state === state).length;
  const converted = inState("converted");
  const bad = inState("failed") + inState("quarantined");
  return [
    {
      what: "Every conversion of the manifest is converted",
      isMet: wanted > 0 && converted === wanted,
      found: `${converted} of ${wanted}`,
    },
    { what: "None failed or is quarantined", isMet: bad === 0, found: String(bad) },
  ];
}

/** What the product says is converted, looked up in the tenant. */
function checkConverted({ conversions, after }: Evidence): Check[] {
  const eligible = new Set(after.eligible.map(keyText));
  const standing = new Set(after.assigned.filter(isStandingRow).map(keyText));
  const keys = conversions.filter(({ state }) => state === "converted").map(({ key }) => key);
  const withoutEligible = keys.filter((key) => !eligible.has(keyText(key)));
  const stillStanding = keys.filter((key) => standing.has(keyText(key)));
  return [
    {
      what: "The tenant holds eligible access with the same scope for each of them",
      isMet: withoutEligible.length === 0,
      found: `${keys.length - withoutEligible.length} of ${keys.length}`,
    },
    {
      what: "The tenant holds standing access for none of them",
      isMet: stillStanding.length === 0,
      found: String(stillStanding.length),
    },
  ];
}

/** Everything but what was to be converted is as it was, row by row. */
function checkUntouched({ manifest, facts, before, after }: Evidence): Check[] {
  const moved = new Set(manifest.filter(({ disposition }) => disposition === "convert").map(keyOfRow));
  const isMoved = (row: HeldRow): boolean => moved.has(keyText(row));
  const same = (what: string, pick: (state: TenantState) => readonly HeldRow[]): Check => {
    const [was, is] = [pick(before), pick(after)];
    return {
      what,
      isMet: textOf(was) === textOf(is),
      found: `${counted(was.length, "row")} before, ${is.length} after`,
    };
  };
  return [
    same("Emergency access accounts are untouched", (state) => rowsOf(state, facts.breakGlassIds)),
    same("Service principals are untouched", (state) => rowsOf(state, facts.servicePrincipalHolderIds)),
    same("Activations in progress are untouched", (state) => state.activated),
    same("Everything else is as it was", (state) => allRows(state).filter((row) => !isMoved(row))),
  ];
}

function allRows({ assigned, activated, eligible }: TenantState): HeldRow[] {
  return [...assigned, ...activated, ...eligible];
}

function rowsOf(state: TenantState, principalIds: readonly string[]): HeldRow[] {
  return allRows(state).filter(({ principalId }) => principalIds.includes(principalId));
}

function isStandingRow(row: HeldRow): boolean {
  return row.endDateTime === null;
}

function keyOfRow(row: ManifestRow): string {
  const key: AccessKey = {
    principalId: row.principalId,
    roleDefinitionId: row.roleDefinitionId,
    directoryScopeId: row.directoryScopeId === "" ? null : row.directoryScopeId,
    appScopeId: row.appScopeId === "" ? null : row.appScopeId,
  };
  return keyText(key);
}

/** One text for a set of rows, whatever their order. */
function textOf(rows: readonly HeldRow[]): string {
  return rows
    .map((row) => `${keyText(row)} ${row.scheduleId} ${row.endDateTime ?? "no end"}`)
    .toSorted((a, b) => a.localeCompare(b))
    .join("\n");
}
