import type { AccessKey } from "../access.ts";
import type { RoleDefinition } from "../inventory.ts";
import { takesRole, scopeKind } from "../plan/selects.ts";
import type { RuleCondition } from "../plan/strategy.ts";
import type { Principal } from "../principal.ts";
import { tierOf } from "../role-tier.ts";
import { known, UNKNOWN, type AccountFacts, type Known, type PrincipalFacts } from "./classify.ts";

/** What a rule looks at. */
export type RuleSubject = {
  readonly key: AccessKey;
  readonly role: RoleDefinition;
  readonly principal: Principal;
  readonly is: PrincipalFacts;
  readonly now: Date;
};

/** Whether a rule applies; `lacks` names the conditions that could not be told when it is not known. */
export type RuleAnswer =
  | { readonly applies: "yes" }
  | { readonly applies: "no" }
  | { readonly applies: "unknown"; readonly lacks: readonly (keyof RuleCondition)[] };

const DAY_MS = 24 * 60 * 60 * 1000;
const NO = known(false);

/**
 * Whether everything that a condition names holds. One that does not hold settles it, whatever else is unknown; one
 * that is not known leaves it open, and a person must look. What is asked of a user account holds for users only.
 */
export function ruleApplies(when: RuleCondition, subject: RuleSubject): RuleAnswer {
  const answers = answersOf(when, subject);
  if (answers.some(([, holds]) => holds.isKnown && !holds.value)) return { applies: "no" };
  const lacks = answers.filter(([, holds]) => !holds.isKnown).map(([name]) => name);
  return lacks.length === 0 ? { applies: "yes" } : { applies: "unknown", lacks };
}

function answersOf(when: RuleCondition, subject: RuleSubject): [keyof RuleCondition, Known<boolean>][] {
  const { principal, is, role, key, now } = subject;
  const answers: [keyof RuleCondition, Known<boolean>][] = [];
  const ask = (name: keyof RuleCondition, holds: () => Known<boolean>): void => {
    if (when[name] !== undefined) answers.push([name, holds()]);
  };
  const askAccount = (name: keyof RuleCondition, holds: (account: AccountFacts) => Known<boolean>): void =>
    ask(name, () => (is.account === null ? NO : holds(is.account)));
  ask("principalTypes", () => known(when.principalTypes?.some((type) => type === principal.type) === true));
  askAccount("guest", ({ isGuest }) => same(isGuest, when.guest));
  ask("synchronized", () => same(is.isSynchronized, when.synchronized));
  askAccount("microsoftAccount", (account) => same(account.isMicrosoftAccount, when.microsoftAccount));
  askAccount("serviceAccountLike", ({ serviceWord }) =>
    same(known(serviceWord !== null), when.serviceAccountLike),
  );
  ask("accountEnabled", () => (principal.type === "group" ? NO : same(is.isEnabled, when.accountEnabled)));
  askAccount("mfaRegistered", ({ isMfaRegistered }) => same(isMfaRegistered, when.mfaRegistered));
  askAccount("licensed", ({ isLicensed }) => same(isLicensed, when.licensed));
  askAccount("noSignInForDays", ({ unusedSince }) => unusedFor(unusedSince, when.noSignInForDays ?? 0, now));
  ask("departments", () => known(isOneOf(principal.department, when.departments)));
  ask("countries", () => known(isOneOf(principal.country, when.countries)));
  ask("roles", () => roleIsOneOf(when.roles ?? [], role));
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

/** One selector that takes the role is enough; where none does, one that cannot be told leaves it open. */
function roleIsOneOf(selectors: NonNullable<RuleCondition["roles"]>, role: RoleDefinition): Known<boolean> {
  const answers = new Set(selectors.map((selector) => takesRole(selector, role)));
  if (answers.has(true)) return known(true);
  return answers.has(null) ? UNKNOWN : NO;
}

/** A text that the directory does not have is none of those that are named. */
function isOneOf(text: string | null, texts: readonly string[] | undefined): boolean {
  return text !== null && texts?.includes(text) === true;
}
