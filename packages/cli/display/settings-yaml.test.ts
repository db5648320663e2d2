import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsYaml } from "./settings-yaml.ts";

const FRAGMENT = {
  roleSettings: {
    templates: { "mfa-8h": { activation: { maximumDuration: "PT8H" } } },
    assign: [{ roles: [{ templateId: "t1" }, { id: "r2" }, { id: "unknown" }], template: "mfa-8h" }],
  },
};
const ROLES = [
  { id: "r1", templateId: "t1", displayName: "Helpdesk Administrator" },
  { id: "r2", templateId: null, displayName: "Evil\n  onConflict: overwrite\u2028#" },
];

test("each role has its name as a comment, and no name becomes a part of the plan", () => {
  const text = settingsYaml(FRAGMENT, ROLES);
  expect(text).toContain("- templateId: t1 # Helpdesk Administrator\n");
  expect(text).toContain("- id: r2 # Evil onConflict: overwrite #\n");
  expect(text).toContain("- id: unknown\n");
  expect(parse(text)).toEqual(FRAGMENT);
});
