/** How much in how long. `byTenantSize`: as many resource units as a tenant with that many users has. */
export interface Allowance {
  readonly count: number | "byTenantSize";
  readonly windowMs: number;
}

/** One limit: who shares it, and what a refusal by it says. */
export interface Limit {
  readonly what: string;
  /** `Tenant_Application`: each application in the tenant has its own. `Tenant`: all of them share one. */
  readonly scope: "Tenant_Application" | "Tenant";
  /** Of the header `x-ms-throttle-information`; null where Microsoft names none. */
  readonly information: "ResourceUnitLimitExceeded" | "WriteLimitExceeded" | null;
  /** Whether a refusal says when to come back. */
  readonly tellsRetryAfter: boolean;
  /** As Microsoft published it; null for what it did not. */
  readonly published: Allowance | null;
}

const SECOND_MS = 1000;

/**
 * The limits by name, in the order in which a call is held against them. Numbers of Microsoft's page on throttling
 * limits (2022-23), the part on identity and access; PIM is not named there, and is taken for a part of it. Limits of
 * one application over all tenants cannot be reached here: there is one tenant.
 */
export const LIMITS = {
  resourceUnits: {
    what: "Resource units of one application.",
    scope: "Tenant_Application",
    information: "ResourceUnitLimitExceeded",
    tellsRetryAfter: true,
    published: { count: "byTenantSize", windowMs: 10 * SECOND_MS },
  },
  writes: {
    what: "Writes of one application.",
    scope: "Tenant_Application",
    information: "WriteLimitExceeded",
    tellsRetryAfter: true,
    published: { count: 3000, windowMs: 150 * SECOND_MS },
  },
  tenantWrites: {
    what: "Writes of all applications together.",
    scope: "Tenant",
    information: "WriteLimitExceeded",
    tellsRetryAfter: true,
    published: { count: 18_000, windowMs: 300 * SECOND_MS },
  },
  reports: {
    what: "Requests of one application for `auditLogs` and `reports`.",
    scope: "Tenant_Application",
    information: null,
    tellsRetryAfter: true,
    published: { count: 5, windowMs: 10 * SECOND_MS },
  },
  conditionalAccess: {
    what: "Requests of all applications for `identity/conditionalAccess` and `identityProtection`.",
    scope: "Tenant",
    information: null,
    tellsRetryAfter: false,
    published: { count: 1, windowMs: SECOND_MS },
  },
  pimWrites: {
    what: "Requests of one application for schedules: the quirk `pimWriteLimit`, in a minute.",
    scope: "Tenant_Application",
    information: "WriteLimitExceeded",
    tellsRetryAfter: true,
    published: null,
  },
} as const satisfies Readonly<Record<string, Limit>>;

/** The name of a limit. */
export type LimitName = keyof typeof LIMITS;

function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(LIMITS, name);
}

/** All names, in the order of the table. */
export const LIMIT_NAMES: readonly LimitName[] = Object.keys(LIMITS).filter(isLimitName);

/** What each limit allows; null: as much as anybody likes. */
export type Allowances = Readonly<Record<LimitName, Allowance | null>>;

/** Named sets of allowances. */
export const LIMIT_PRESETS = ["published", "none"] as const;

/** `published`: what Microsoft says. `none`: no limits; a quirk stays what it is. */
export type LimitPreset = (typeof LIMIT_PRESETS)[number];

/** What a preset allows. */
export function allowancesOf(preset: LimitPreset): Allowances {
  const of = (name: LimitName): Allowance | null => (preset === "none" ? null : LIMITS[name].published);
  return {
    resourceUnits: of("resourceUnits"),
    writes: of("writes"),
    tenantWrites: of("tenantWrites"),
    reports: of("reports"),
    conditionalAccess: of("conditionalAccess"),
    pimWrites: null,
  };
}

/** Resource units in ten seconds by the number of users: small, medium and large tenants. */
export function resourceUnitsFor(userCount: number): number {
  if (userCount < 50) return 3500;
  return userCount <= 500 ? 5000 : 8000;
}
