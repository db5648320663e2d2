import { expect, it } from "vitest";
import {
  accessByPrincipal,
  compileContext,
  compilePlan,
  endState,
  GLOBAL_ADMINISTRATOR,
  NO_ROWS,
  settingsDrift,
  WhatIfFold,
  type Inventory,
  type Plan,
} from "@standdown/domain";
import { roleRules } from "../testing/default-rules.ts";
import { person, READER } from "../testing/people.ts";
import { wordPlan } from "../testing/sound-plan.ts";
import { standingRow } from "../testing/standing-row.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const ROWS = [
  ...["glass1", "glass2"].map((id) =>
    standingRow({ principalId: id, roleDefinitionId: GLOBAL_ADMINISTRATOR }),
  ),
  standingRow({ principalId: "ann", roleDefinitionId: READER }),
];
const INVENTORY: Inventory = {
  ...NO_ROWS,
  id: "inventory",
  tenantId: "tenant",
  readAt: "2026-06-01T00:00:00Z",
  roles: [READER, GLOBAL_ADMINISTRATOR].map((id) => ({
    id,
    templateId: id,
    displayName: id === READER ? "Message Center Reader" : "Global Administrator",
    isBuiltIn: true,
    isEnabled: true,
    isPrivileged: null,
  })),
  roleSettings: [READER, GLOBAL_ADMINISTRATOR].map((roleDefinitionId) => ({
    id: `p_${roleDefinitionId}`,
    policyId: `p-${roleDefinitionId}`,
    roleDefinitionId,
    rules: roleRules(),
  })),
  principals: ["glass1", "glass2", "ann"].map((id) => person(id)),
  assignments: ROWS,
  roleAssignments: ROWS,
};

function compiled(spec: Partial<Plan["spec"]>, inventory: Inventory = INVENTORY) {
  const plan = wordPlan(spec);
  const found = compilePlan({ plan, inventory, now: NOW, former: null, ownAppId: null, guards: [] });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  const { manifest } = found;
  const context = compileContext(plan, inventory, { now: NOW, ownAppId: null });
  const fold = new WhatIfFold(context, { proofIntervalMs: 10_000, minimumAgeMs: 300_000 });
  for (const access of accessByPrincipal(inventory)) {
    const own = manifest.entries.filter(({ key }) => key.principalId === access.principalId);
    fold.observe(access, own, endState(access, own, context.term));
  }
  for (const entry of manifest.entries) fold.place(entry);
  return { manifest, mails: fold.conclude(manifest.waves, manifest.settings).mails };
}

it("the forecast counts by the settings that the plan gives a role, not by those it has", () => {
  expect(compiled({}).mails.waves).toMatchObject([{ mails: { toAssignees: 1, toAdministrators: 2 } }]);
  const notifications = {
    admin: { defaultRecipients: false, additionalRecipients: ["soc@contoso.example"] },
    requestor: { level: "None" as const },
  };
  const { mails } = compiled({
    roleSettings: {
      templates: { quiet: { eligible: { notifications } } },
      assign: [{ roles: [{ id: READER }], template: "quiet" }],
      onConflict: "overwrite",
    },
  });
  expect(mails.waves).toMatchObject([{ mails: { toAssignees: 0, toAdministrators: 0, toAddresses: 1 } }]);
});

it("a plan that mutes has an entry of settings for what it mutes, which is no drift once nobody is moved in it", () => {
  const spec = { waves: [{ name: "all", size: { remainder: true as const }, muteAssignmentMails: true }] };
  const { manifest, mails } = compiled(spec);
  expect(manifest.settings).toMatchObject([{ roleDefinitionId: READER, pointer: null, wavePosition: 0 }]);
  expect(mails.waves).toMatchObject([{ isMuted: true, mutedCount: 3 }]);
  const gone = INVENTORY.assignments.filter(({ principalId }) => principalId !== "ann");
  const now = compiled(spec, { ...INVENTORY, assignments: gone, roleAssignments: gone }).manifest;
  expect(now.settings).toEqual([]);
  expect(settingsDrift(manifest.settings, now.settings)).toEqual([]);
});
