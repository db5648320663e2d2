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
    checkWatchdog(evidence),
  ];
}

/** The tenant counts every loss of access, also one that the manifest says: those are not held against us. */
function checkWatchdog({ watchdog, conversions }: Evidence): Check {
  const removed = new Set(
    conversions.filter(({ state }) => state === "removed").map(({ key }) => keyText(key)),
  );
  const wanted = watchdog.violations.filter((one) => one.kind === "noAccess" && removed.has(keyText(one)));
  const count = watchdog.count - wanted.length;
  const besides = wanted.length === 0 ? "" : ` besides ${counted(wanted.length, "planned removal")}`;
  return {
    what: "Nobody was without access for an instant, and nothing was widened",
    isMet: count === 0,
    found: `the tenant's watchdog counted ${count}${besides}`,
  };
}

function checkConversions({ manifest, conversions }: Evidence): Check[] {
  const wantedOf = (wanted: string): number =>
    manifest.filter(({ disposition }) => disposition === wanted).length;
  const inState = (state: ConversionDocument["state"]): number =>
    conversions.filter((conversion) => conversion.state === state).length;
  const [wanted, converted] = [wantedOf("convert"), inState("converted")];
  const [toRemove, removed] = [wantedOf("remove"), inState("removed")];
  const bad = inState("failed") + inState("quarantined");
  return [
    {
      what: "Every conversion of the manifest is converted",
      isMet: wanted > 0 && converted === wanted,
      found: `${converted} of ${wanted}`,
    },
    ...(toRemove === 0
      ? []
      : [
          {
            what: "Every removal of the manifest is carried out",
            isMet: removed === toRemove,
            found: `${removed} of ${toRemove}`,
          },
        ]),
    { what: "None failed or is quarantined", isMet: bad === 0, found: String(bad) },
  ];
}

/** What the product says is converted or removed, looked up in the tenant. */
function checkConverted({ conversions, after }: Evidence): Check[] {
  const eligible = new Set(after.eligible.map(keyText));
  const standing = new Set(after.assigned.filter(isStandingRow).map(keyText));
  const keys = conversions.filter(({ state }) => state === "converted").map(({ key }) => key);
  const withoutEligible = keys.filter((key) => !eligible.has(keyText(key)));
  const gone = conversions.filter(({ state }) => state === "converted" || state === "removed");
  const stillStanding = gone.filter(({ key }) => standing.has(keyText(key)));
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

/** Everything but what was to be converted or removed is as it was, row by row. */
function checkUntouched({ manifest, facts, before, after }: Evidence): Check[] {
  const moved = new Set(
    manifest.filter(({ disposition }) => disposition === "convert" || disposition === "remove").map(keyOfRow),
  );
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
