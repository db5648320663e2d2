import type { AccessKey } from "../access.ts";
import type { RoleDefinition } from "../inventory.ts";
import { matchesRole, scopeKind } from "../plan/selects.ts";
import type { RuleCondition } from "../plan/strategy.ts";
import type { Principal } from "../principal.ts";
import { tierOf } from "../role-tier.ts";
import { known, UNKNOWN, type Known, type PrincipalClass } from "./classify.ts";

/** What a rule looks at. */
export type RuleSubject = {
  readonly key: AccessKey;
  readonly role: RoleDefinition;
  readonly principal: Principal;
  readonly is: PrincipalClass;
  readonly now: Date;
};

/** Whether a rule applies; `lacks` names the condition that could not be told when it is not known. */
export type RuleAnswer =
  | { readonly applies: "yes" }
  | { readonly applies: "no" }
  | { readonly applies: "unknown"; readonly lacks: keyof RuleCondition };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether everything that a condition names holds. One that does not hold settles it, whatever else is unknown; one
 * that is not known leaves it open, and a person must look.
 */
export function ruleApplies(when: RuleCondition, subject: RuleSubject): RuleAnswer {
  let lacks: keyof RuleCondition | null = null;
  for (const [name, holds] of answersOf(when, subject)) {
    if (holds.isKnown && !holds.value) return { applies: "no" };
    if (!holds.isKnown) lacks ??= name;
  }
  return lacks === null ? { applies: "yes" } : { applies: "unknown", lacks };
}

function answersOf(when: RuleCondition, subject: RuleSubject): [keyof RuleCondition, Known<boolean>][] {
  const { principal, is, role, key, now } = subject;
  const answers: [keyof RuleCondition, Known<boolean>][] = [];
  const ask = (name: keyof RuleCondition, holds: () => Known<boolean>): void => {
    if (when[name] !== undefined) answers.push([name, holds()]);
  };
  const enabled = principal.accountEnabled;
  ask("principalTypes", () => known(when.principalTypes?.some((type) => type === principal.type) === true));
  ask("guest", () => same(is.isGuest, when.guest));
  ask("synchronized", () => same(is.isSynchronized, when.synchronized));
  ask("microsoftAccount", () => same(is.isMicrosoftAccount, when.microsoftAccount));
  ask("serviceAccountLike", () => same(is.isServiceAccountLike, when.serviceAccountLike));
  ask("accountEnabled", () => same(enabled === null ? UNKNOWN : known(enabled), when.accountEnabled));
  ask("mfaRegistered", () => same(is.isMfaRegistered, when.mfaRegistered));
  ask("licensed", () => same(is.isLicensed, when.licensed));
  ask("noSignInForDays", () => unusedFor(is.unusedSince, when.noSignInForDays ?? 0, now));
  ask("departments", () => known(isOneOf(principal.department, when.departments)));
  ask("countries", () => known(isOneOf(principal.country, when.countries)));
  ask("roles", () => known(when.roles?.some((selector) => matchesRole(selector, role)) === true));
  ask("tiers", () => {
    const tier = tierOf(role);
    return tier === null ? UNKNOWN : known(when.tiers?.some((wanted) => wanted === tier) === true);
  });
  ask("scopes", () => known(when.scopes?.some((kind) => kind === scopeKind(key)) === true));
  return answers;
}

function same(fact: Known<boolean>, wanted: boolean | undefined): Known<boolean> {
  return fact.isKnown ? known(fact.value === wanted) : UNKNOWN;
}

function unusedFor(since: Known<string>, days: number, now: Date): Known<boolean> {
  return since.isKnown ? known(now.getTime() - Date.parse(since.value) >= days * DAY_MS) : UNKNOWN;
}

/** A text that the directory does not have is none of those that are named. */
function isOneOf(text: string | null, texts: readonly string[] | undefined): boolean {
  return text !== null && texts?.includes(text) === true;
}
