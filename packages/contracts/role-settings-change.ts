import { DIRECTIONS, RULE_EFFECTS, SETTINGS_STATES, STEP_STATES } from "@standdown/domain";
import { Type, type Static } from "typebox";
import { WaitDocument } from "./conversion.ts";
import { Id, listOf, namedShape, nullable, shape, Time } from "./shape.ts";
import { TenantProblemDocument } from "./tenant-problem.ts";
import { RoleRuleDocument, RuleIdText } from "./tenant-settings.ts";

/** One rule of a role, from what it is to what it becomes. */
export const RuleChangeDocument = shape({
  ruleId: RuleIdText,
  from: RoleRuleDocument,
  to: RoleRuleDocument,
  effect: Type.Enum([...RULE_EFFECTS], {
    description: "Whether it becomes harder, easier or neither to misuse the role.",
  }),
});
export type RuleChangeDocument = Static<typeof RuleChangeDocument>;

/** A rule that somebody else changed: what was expected, and what is there. */
export const RuleConflictDocument = shape({
  ruleId: RuleIdText,
  expected: RoleRuleDocument,
  found: RoleRuleDocument,
});

/** One change of a role's policy: what was meant, what was answered. */
export const SettingsWriteDocument = shape({
  state: Type.Enum([...STEP_STATES]),
  attempt: Type.Integer({ minimum: 0 }),
  rules: listOf(RoleRuleDocument, { description: "As they are sent, whole." }),
  clientRequestId: Type.String(),
  intendedAt: Time,
  answeredAt: nullable(Time),
  agreedAt: nullable(Time),
  problem: nullable(TenantProblemDocument),
});

/** What becomes of the settings of one role in one rollout, and how far it is. */
export const RoleSettingsChangeDocument = namedShape(
  "RoleSettingsChange",
  "What becomes of the settings of one role in one rollout, and how far it is.",
  {
    id: Id,
    rolloutId: Id,
    wavePosition: Type.Integer({ minimum: 0 }),
    roleDefinitionId: Type.String(),
    roleName: Type.String(),
    policyId: Type.String(),
    pointer: nullable(
      Type.String({ description: "Where the plan assigns them; null where only mails are muted." }),
    ),
    state: Type.Enum([...SETTINGS_STATES]),
    direction: Type.Enum([...DIRECTIONS]),
    outcomeCode: nullable(Type.String()),
    outcomeDetail: nullable(Type.String()),
    wait: nullable(WaitDocument),
    rules: listOf(RuleChangeDocument, { description: "Rules that become other ones; no others." }),
    kept: listOf(RuleChangeDocument, {
      description: "What the template wants and the tenant keeps, because it is stricter.",
    }),
    writtenRules: listOf(RuleIdText, { description: "Rules that were written: they alone are restored." }),
    isMuted: Type.Boolean({ description: "True while mails about assignments of the role are muted." }),
    write: nullable(SettingsWriteDocument),
    readAt: nullable(Time),
    conflicts: listOf(RuleConflictDocument, {
      description: "Rules that were not as expected when they were last read: never overwritten.",
    }),
  },
);
export type RoleSettingsChangeDocument = Static<typeof RoleSettingsChangeDocument>;
