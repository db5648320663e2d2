import fc from "fast-check";
import { expect, test } from "vitest";
import {
  classify,
  compilePlan,
  ruleApplies,
  type Inventory,
  type ManifestEntry,
  type Plan,
  type Principal,
  type RuleAnswer,
  type RuleCondition,
  type StrategyRule,
} from "@standdown/domain";
import { arbitraryCondition, arbitraryRules } from "./rule-arbitrary.ts";
import { arbitraryInventory, arbitraryPlan, OWN_APP_ID } from "./tenant-arbitrary.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

/** Somebody and a role of theirs, of any tenant. */
const arbitrarySubject = arbitraryInventory
  .filter(({ principals, roles }) => principals.length > 0 && roles.length > 0)
  .chain(({ principals, roles }) =>
    fc.record({
      principal: fc.constantFrom(...principals),
      role: fc.constantFrom(...roles),
      directoryScopeId: fc.constantFrom("/", "/administrativeUnits/a", "/b"),
      isMfaRegistered: fc.constantFrom(null, true, false),
    }),
  );

type Subject = typeof arbitrarySubject extends fc.Arbitrary<infer S> ? S : never;

function ask(
  when: RuleCondition,
  { principal, role, directoryScopeId, isMfaRegistered }: Subject,
): RuleAnswer {
  const mfaRegistration =
    isMfaRegistered === null ? null : { id: principal.id, isMfaRegistered, methodsRegistered: [] };
  const key = {
    principalId: principal.id,
    roleDefinitionId: role.id,
    directoryScopeId,
    appScopeId: null,
  };
  return ruleApplies(when, { key, role, principal, is: classify({ principal, mfaRegistration }), now: NOW });
}

/** Of several answers: one no settles it, else one that is not known leaves it open. */
function together(answers: readonly RuleAnswer[]): RuleAnswer {
  if (answers.some(({ applies }) => applies === "no")) return { applies: "no" };
  const lacks = answers.flatMap((answer) => (answer.applies === "unknown" ? answer.lacks : []));
  return lacks.length === 0 ? { applies: "yes" } : { applies: "unknown", lacks };
}

function sorted(answer: RuleAnswer): RuleAnswer {
  return answer.applies === "unknown" ? { ...answer, lacks: answer.lacks.toSorted() } : answer;
}

test("a rule applies as its conditions do together, each looked at alone: a no settles it, whatever is unknown", () => {
  fc.assert(
    fc.property(arbitraryCondition, arbitrarySubject, (when, subject) => {
      const alone = Object.entries(when).map(([name, wanted]) => ask({ [name]: wanted }, subject));
      expect(sorted(ask(when, subject))).toEqual(sorted(together(alone)));
    }),
    { numRuns: 500 },
  );
});

test("what a rule says does not change when more becomes known: only what was open is settled", () => {
  const knowledge = fc.record({
    userType: fc.constantFrom("Member", "Guest"),
    accountEnabled: fc.boolean(),
    isMicrosoftAccount: fc.boolean(),
    isLicensedForPim: fc.boolean(),
    at: fc.constantFrom(null, "2026-05-01T00:00:00Z"),
    createdDateTime: fc.constant("2020-01-01T00:00:00Z"),
    isMfaRegistered: fc.boolean(),
  });
  fc.assert(
    fc.property(arbitraryCondition, arbitrarySubject, knowledge, (when, subject, more) => {
      const { principal } = subject;
      const { at, isMfaRegistered, ...facts } = more;
      const told: Principal = {
        ...principal,
        userType: principal.userType ?? facts.userType,
        accountEnabled: principal.accountEnabled ?? facts.accountEnabled,
        isMicrosoftAccount: principal.isMicrosoftAccount ?? facts.isMicrosoftAccount,
        isLicensedForPim: principal.isLicensedForPim ?? facts.isLicensedForPim,
        lastSignIn: principal.lastSignIn.isKnown ? principal.lastSignIn : { isKnown: true, at },
        createdDateTime: principal.createdDateTime ?? facts.createdDateTime,
      };
      const before = ask(when, subject);
      const after = ask(when, {
        ...subject,
        principal: told,
        isMfaRegistered: subject.isMfaRegistered ?? isMfaRegistered,
      });
      if (before.applies !== "unknown") expect(after).toEqual(before);
      // Everything of an account is known then; a role of no known tier stays open.
      else if (after.applies === "unknown")
        expect(["tiers", "roles"]).toEqual(expect.arrayContaining([...after.lacks]));
    }),
    { numRuns: 500 },
  );
});

test.each(["guest", "microsoftAccount", "mfaRegistered", "licensed", "serviceAccountLike"] as const)(
  "of a user, a condition and its opposite never hold at once, and neither says anything of a group: %s",
  (name) => {
    fc.assert(
      fc.property(arbitrarySubject, (subject) => {
        const answers = [true, false].map((wanted) => ask({ [name]: wanted }, subject).applies);
        if (subject.principal.type === "user") {
          const isOpen = answers.includes("unknown");
          expect(answers.toSorted()).toEqual(isOpen ? ["unknown", "unknown"] : ["no", "yes"]);
        } else expect(answers).toEqual(["no", "no"]);
      }),
    );
  },
);

function entriesOf(
  plan: Plan,
  inventory: Inventory,
  rules: readonly StrategyRule[],
): readonly ManifestEntry[] {
  const strategy = { default: plan.spec.strategy.default, ...(rules.length > 0 && { rules: [...rules] }) };
  const ruled: Plan = { ...plan, spec: { ...plan.spec, strategy } };
  const compiled = compilePlan({
    plan: ruled,
    inventory,
    now: NOW,
    former: null,
    ownAppId: OWN_APP_ID,
    guards: [],
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.manifest.entries;
}

test("the first rule that applies decides: what comes after it changes nothing, what comes before it only where it speaks", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, arbitraryRules, (plan, inventory, rules) => {
      const whole = entriesOf(plan, inventory, rules);
      for (let cut = 0; cut <= rules.length; cut += 1) {
        const earlier = new Set(rules.slice(0, cut).map(({ name }) => name));
        const shorter = entriesOf(plan, inventory, rules.slice(0, cut));
        for (const [at, entry] of shorter.entries()) {
          const spoke =
            entry.reason === "ruleUnknown" || (entry.reason === "rule" && earlier.has(entry.detail ?? ""));
          if (!spoke) continue;
          const { wavePosition: _, ...verdict } = entry;
          expect(whole[at]).toMatchObject(verdict);
        }
      }
    }),
    { numRuns: 60 },
  );
});
