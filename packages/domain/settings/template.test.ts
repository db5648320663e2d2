import { describe, expect, test } from "vitest";
import type { RoleRule, RuleId } from "../role-settings.ts";
import type { Template } from "../plan/role-settings.ts";
import { roleRules } from "../testing/default-rules.ts";
import { applyTemplate } from "./apply-template.ts";
import { BUILTIN_PREFIX, BUILTIN_TEMPLATES } from "./builtin-templates.ts";
import { identityProof } from "./identity-proof.ts";
import { ruleText } from "./rule-text.ts";
import { ruleChanges } from "./strictness.ts";
import { resolveTemplate } from "./template.ts";

test("a template inherits property by property, and a list takes the place of the other", () => {
  const templates: Record<string, Template> = {
    base: {
      eligible: { permanent: true },
      activation: {
        maximumDuration: "PT8H",
        require: ["MultiFactorAuthentication", "Justification"],
        approval: { required: true, approvers: [{ user: "ann" }], timeOutInDays: 1 },
        notifications: {
          admin: { level: "All", additionalRecipients: ["a@contoso.com"] },
          requestor: { level: "None" },
        },
      },
    },
    middle: { extends: "base", active: { permanent: false } },
    top: {
      extends: "middle",
      eligible: { maximumDuration: "P30D" },
      activation: {
        require: ["Ticketing"],
        approval: { approvers: [{ group: "ops" }] },
        notifications: { admin: { additionalRecipients: [] }, approver: { level: "Critical" } },
      },
    },
  };
  expect(resolveTemplate("top", templates)).toEqual({
    ok: true,
    settings: {
      eligible: { permanent: true, maximumDuration: "P30D" },
      active: { permanent: false },
      activation: {
        maximumDuration: "PT8H",
        require: ["Ticketing"],
        approval: { required: true, approvers: [{ group: "ops" }], timeOutInDays: 1 },
        notifications: {
          admin: { level: "All", additionalRecipients: [] },
          requestor: { level: "None" },
          approver: { level: "Critical" },
        },
      },
    },
  });
});

/** What a built-in template makes of a new tenant. */
function after(name: string): readonly RoleRule[] {
  const resolved = resolveTemplate(name);
  if (!resolved.ok) throw new Error(resolved.name);
  return applyTemplate(resolved.settings, roleRules());
}

/** What one rule says then. */
function text(name: string, id: RuleId): string {
  return after(name)
    .filter((rule) => rule.id === id)
    .map(ruleText)
    .join();
}

describe("built-in templates", () => {
  test("have a name of their own, a description and a source, and resolve", () => {
    expect(BUILTIN_TEMPLATES.map(({ name }) => name)).toEqual([
      "standdown-base",
      "standdown-tier-zero",
      "standdown-tier-one",
      "standdown-tier-two",
    ]);
    for (const { name, description, source } of BUILTIN_TEMPLATES) {
      expect(name.startsWith(BUILTIN_PREFIX)).toBe(true);
      expect(description.length * source.length).toBeGreaterThan(0);
      expect(resolveTemplate(name).ok).toBe(true);
    }
  });

  test.each([
    ["standdown-tier-zero", "at most 1 h", "MFA, justification, ticket", true],
    ["standdown-tier-one", "at most 2 h", "MFA, justification", false],
    ["standdown-tier-two", "at most 8 h", "MFA, justification", false],
  ])(
    "%s asks for what Microsoft's example of such a role asks for",
    (name, duration, required, hasApproval) => {
      expect(text(name, "Expiration_EndUser_Assignment")).toBe(duration);
      expect(text(name, "Enablement_EndUser_Assignment")).toBe(required);
      expect(text(name, "Approval_EndUser_Assignment") !== "not required").toBe(hasApproval);
      expect(identityProof(after(name))).toBe("mfa");
    },
  );

  test("loosen nothing of a new tenant, and forbid no assignment that a roll back needs", () => {
    for (const { name } of BUILTIN_TEMPLATES) {
      const changes = ruleChanges(roleRules(), after(name));
      expect(changes.filter(({ effect }) => effect === "loosening")).toEqual([]);
      expect(changes.filter(({ ruleId }) => ruleId.includes("_Admin_"))).toEqual([]);
    }
  });
});
