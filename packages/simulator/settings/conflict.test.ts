import fc from "fast-check";
import { expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { seedTenant } from "../seed/tenant.ts";
import { roleIdOf } from "../seed/role-weights.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { PolicyRule } from "../default-policy.ts";
import { changeSettings } from "./change-settings.ts";

const EPOCH_AT = Date.parse("2026-10-05T08:00:00Z");
const TYPE = "#microsoft.graph.unifiedRoleManagementPolicy";

const { tenant, facts } = seedTenant({
  seed: 7,
  adminCount: 10,
  epochAt: EPOCH_AT,
  minimumAgeMs: 300_000,
  clock: createClock(() => EPOCH_AT),
  profile: "ideal",
  lagFactor: 1,
});

const enablement = fc
  .subarray(["MultiFactorAuthentication", "Justification", "Ticketing"])
  .map((enabledRules) => ({
    "@odata.type": `${TYPE}EnablementRule`,
    id: "Enablement_EndUser_Assignment",
    enabledRules,
  }));
const context = fc.boolean().map((isEnabled) => ({
  "@odata.type": `${TYPE}AuthenticationContextRule`,
  id: "AuthenticationContext_EndUser_Assignment",
  isEnabled,
  claimValue: "c1",
}));
const bodies = fc.array(fc.oneof(enablement, context), { minLength: 1, maxLength: 4 });
const change = fc.record({
  roleDefinitionId: fc.constantFrom(
    roleIdOf("Reports Reader"),
    accessRoleId(facts.onboardedGroupIds[0] ?? "", "owner"),
  ),
  rules: bodies,
  isJudgedInBetween: fc.boolean(),
});

function rulesOf(roleDefinitionId: string): readonly PolicyRule[] {
  return tenant.policies.ofRole(roleDefinitionId)?.rules ?? [];
}

function isMfaOn(roleDefinitionId: string): boolean {
  return tenant.policies
    .enabledRules(roleDefinitionId, "EndUser_Assignment")
    .includes("MultiFactorAuthentication");
}

function isContextOn(roleDefinitionId: string): boolean {
  const id = "AuthenticationContext_EndUser_Assignment";
  return rulesOf(roleDefinitionId).some((rule) => rule.id === id && rule["isEnabled"] === true);
}

test("no sequence of changes leaves MFA and an authentication context both on, and a refused one changes nothing", () => {
  let acceptedCount = 0;
  let refusedCount = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      for (const { roleDefinitionId, rules, isJudgedInBetween } of changes) {
        tenant.quirks.change([["rulesJudgedOneByOne", isJudgedInBetween ? 1 : 0]]);
        const before = rulesOf(roleDefinitionId);
        const outcome = changeSettings(tenant, { roleDefinitionId, rules, byId: null });
        expect(isMfaOn(roleDefinitionId) && isContextOn(roleDefinitionId)).toBe(false);
        if (outcome.isOk) acceptedCount += 1;
        else {
          refusedCount += 1;
          expect(outcome.refusal.code).toBe("MfaAndAcrsConflict");
          expect(rulesOf(roleDefinitionId)).toBe(before);
        }
      }
    }),
  );
  expect(Math.min(acceptedCount, refusedCount)).toBeGreaterThan(20);
});
