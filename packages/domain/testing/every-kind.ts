import {
  compilePlan,
  GLOBAL_ADMINISTRATOR,
  NO_ROWS,
  type AssignmentInstance,
  type EligibilityInstance,
  type Inventory,
  type ManifestEntry,
  type Plan,
  type Principal,
  type RoleDefinition,
} from "@standdown/domain";
import { standingRow } from "./standing-row.ts";
import { wordPlan } from "./sound-plan.ts";
import { ROWS, type Row } from "./every-kind-rows.ts";
import { CUSTOM, EXCHANGE, OWN_APP, READER, SYNC, TENANT_WIDE, UNIT, USERS } from "./people.ts";

/** A plan that says something of everything. */
export const PLAN = wordPlan({
  selection: {
    roles: [{ all: "remaining" }],
    principals: { exclude: ["left-out"] },
    scopes: { applications: false },
  },
  exclusions: [
    {
      principalId: "scanner",
      reasonCode: "serviceAccount",
      owner: "wei@contoso.example",
      ticket: "REQ12",
      expires: "2026-06-01",
    },
    { principalId: "half", reasonCode: "vendor", owner: "wei", expires: "2026-05-31" },
    { principalId: "lone-excluded", reasonCode: "vendor", owner: "wei", expires: "2027-01-01" },
    { principalId: "late", reasonCode: "other", owner: "wei", expires: "2026-05-31" },
    {
      principalId: "partly",
      roleDefinitionId: READER,
      directoryScopeId: UNIT,
      reasonCode: "legal",
      owner: "wei",
      expires: "2027-01-01",
    },
  ],
  dispositions: [
    decision("chosen", "remove", "left the project"),
    decision("spared", "keep", "on call"),
    decision("left-out", "convert", "asked for it"),
    decision("robot", "convert", "tried anyway"),
  ],
  strategy: {
    default: "convert",
    // oxlint-disable unicorn/no-thenable -- the plan's own word
    rules: [
      { name: "guests-go", when: { guest: true }, then: "remove" },
      { name: "unused-goes", when: { noSignInForDays: 90 }, then: "remove" },
      { name: "services-stay", when: { serviceAccountLike: true }, then: "exclude" },
      { name: "disabled-go", when: { accountEnabled: false }, then: "remove" },
      {
        name: "old-apps-go",
        when: { principalTypes: ["servicePrincipal"], roles: [{ id: READER }] },
        then: "remove",
      },
      { name: "france-waits", when: { countries: ["France"], tiers: [0] }, then: "keep" },
      { name: "units-are-looked-at", when: { tiers: [0], scopes: ["administrativeUnit"] }, then: "review" },
    ],
    // oxlint-enable unicorn/no-thenable
  },
  eligibility: { expiration: "none" },
  waves: [{ name: "all", size: { remainder: true } }],
});

function decision(principalId: string, disposition: "remove" | "keep" | "convert", reason: string) {
  return { principalId, roleDefinitionId: READER, directoryScopeId: TENANT_WIDE, disposition, reason };
}

/** When it is compiled. */
export const NOW = new Date("2026-06-01T12:00:00Z");

/** The row as PIM lists it: tenant-wide, standing, of a role of tier 2 unless it says something else. */
export function instanceOf({ who, holds = {} }: Row, at: number): AssignmentInstance {
  return standingRow({ id: `row-${at}`, principalId: idOf(who), roleDefinitionId: READER, ...holds });
}

function idOf(who: Principal | string): string {
  return typeof who === "string" ? who : who.id;
}

function role(id: string, isBuiltIn = true): RoleDefinition {
  return {
    id,
    templateId: isBuiltIn ? id : null,
    displayName: id,
    isBuiltIn,
    isEnabled: true,
    isPrivileged: null,
  };
}

function eligible(principalId: string, endDateTime: string | null): EligibilityInstance {
  return {
    id: `${principalId}-e`,
    principalId,
    roleDefinitionId: READER,
    directoryScopeId: TENANT_WIDE,
    appScopeId: null,
    memberType: "Direct",
    startDateTime: "2026-01-01T00:00:00Z",
    endDateTime,
    roleEligibilityScheduleId: `${principalId}-s`,
  };
}

/** As PIM lists them, in the order of the rows. */
export const INSTANCES = ROWS.map(instanceOf);
const people = new Map(ROWS.flatMap(({ who }) => (typeof who === "string" ? [] : [[who.id, who] as const])));
const lone = { ...instanceOf({ what: "", who: "lone-excluded", expected: ["", ""] }, 999), id: "lone" };

/** The tenant that holds all of them. */
export const INVENTORY: Inventory = {
  ...NO_ROWS,
  id: "inventory",
  tenantId: "tenant",
  readAt: NOW.toISOString(),
  roles: [
    ...[READER, USERS, EXCHANGE, SYNC, GLOBAL_ADMINISTRATOR].map((id) => role(id)),
    role(CUSTOM, false),
  ],
  principals: [...people.values()],
  assignments: INSTANCES,
  roleAssignments: [...INSTANCES.filter(({ id }) => id !== "half-only"), lone],
  eligibilities: [eligible("eli", null), eligible("tim", "2027-01-01T00:00:00Z")],
};

/** Compiles it, guards left out: `guards/guards.test.ts` has them. A plan that is refused throws. */
export function compileEveryKind(
  plan: Plan = PLAN,
  inventory: Inventory = INVENTORY,
): readonly ManifestEntry[] {
  const compiled = compilePlan({ plan, inventory, now: NOW, former: null, ownAppId: OWN_APP, guards: [] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.manifest.entries;
}
