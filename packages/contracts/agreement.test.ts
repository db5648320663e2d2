import type {
  AdministrativeUnit,
  Approval,
  AssignmentInstance,
  ConditionalAccessPolicy,
  EligibilityInstance,
  Finding,
  GroupMembers,
  Hold,
  Licence,
  ManifestEntry,
  MfaRegistration,
  Principal,
  RoleAssignment,
  RoleDefinition,
  RoleSettings,
  RolloutProgress,
  RuleChange,
  RuleConflict,
  SealedEntry,
  SettingsWrite,
  Step,
  TenantProblem,
  WaveSnapshot,
  WhatIf,
} from "@standdown/domain";
import { PlanSchema } from "@standdown/domain";
import type { Static } from "typebox";
import { Compile } from "typebox/compile";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { BeforeImageDocument } from "./conversion.ts";
import type { FindingDocument } from "./finding.ts";
import type { HoldDocument } from "./hold.ts";
import type {
  AdministrativeUnitDocument,
  AssignmentDocument,
  EligibilityDocument,
  PrincipalDocument,
  RoleAssignmentDocument,
  RoleDocument,
} from "./inventory.ts";
import type { LedgerEntryDocument } from "./ledger.ts";
import { planJsonSchema } from "./plan.ts";
import type { ProgressDocument } from "./progress.ts";
import type { ApprovalDocument } from "./rollout.ts";
import type {
  RuleChangeDocument,
  RuleConflictDocument,
  SettingsWriteDocument,
} from "./role-settings-change.ts";
import type { StepDocument } from "./step.ts";
import type { TenantProblemDocument } from "./tenant-problem.ts";
import type {
  ConditionalAccessPolicyDocument,
  GroupMembersDocument,
  LicenceDocument,
  MfaRegistrationDocument,
  RoleSettingsDocument,
} from "./tenant-settings.ts";
import type { WaveDocument } from "./wave.ts";
import type { WhatIfDocument } from "./what-if.ts";

describe("what the domain knows and what the wire shows", () => {
  it("are the same, field by field, wherever a thing is shown as it is", () => {
    expectTypeOf<Readonly<WaveDocument>>().toEqualTypeOf<WaveSnapshot>();
    expectTypeOf<Readonly<Static<typeof ApprovalDocument>>>().toEqualTypeOf<Approval>();
    expectTypeOf<Readonly<AssignmentDocument>>().toExtend<AssignmentInstance>();
    expectTypeOf<AssignmentInstance>().toExtend<AssignmentDocument>();
    expectTypeOf<Readonly<EligibilityDocument>>().toExtend<EligibilityInstance>();
    expectTypeOf<EligibilityInstance>().toExtend<EligibilityDocument>();
    expectTypeOf<Readonly<RoleDocument>>().toExtend<RoleDefinition>();
    expectTypeOf<RoleDefinition>().toExtend<RoleDocument>();
    expectTypeOf<Readonly<PrincipalDocument>>().toExtend<Principal>();
    expectTypeOf<Principal>().toExtend<PrincipalDocument>();
    expectTypeOf<AdministrativeUnit>().toExtend<AdministrativeUnitDocument>();
    expectTypeOf<RoleAssignment>().toExtend<RoleAssignmentDocument>();
    expectTypeOf<Readonly<RoleSettingsDocument>>().toExtend<RoleSettings>();
    expectTypeOf<RoleSettings>().toExtend<RoleSettingsDocument>();
    expectTypeOf<RuleChangeDocument>().toExtend<RuleChange>();
    expectTypeOf<RuleChange>().toExtend<RuleChangeDocument>();
    expectTypeOf<Static<typeof RuleConflictDocument>>().toExtend<RuleConflict>();
    expectTypeOf<RuleConflict>().toExtend<Static<typeof RuleConflictDocument>>();
    expectTypeOf<Static<typeof SettingsWriteDocument>>().toExtend<SettingsWrite>();
    expectTypeOf<SettingsWrite>().toExtend<Static<typeof SettingsWriteDocument>>();
    expectTypeOf<Readonly<LicenceDocument>>().toExtend<Licence>();
    expectTypeOf<Licence>().toExtend<LicenceDocument>();
    expectTypeOf<Readonly<ConditionalAccessPolicyDocument>>().toExtend<ConditionalAccessPolicy>();
    expectTypeOf<ConditionalAccessPolicy>().toExtend<ConditionalAccessPolicyDocument>();
    expectTypeOf<Readonly<GroupMembersDocument>>().toExtend<GroupMembers>();
    expectTypeOf<GroupMembers>().toExtend<GroupMembersDocument>();
    expectTypeOf<Readonly<MfaRegistrationDocument>>().toExtend<MfaRegistration>();
    expectTypeOf<MfaRegistration>().toExtend<MfaRegistrationDocument>();
    expectTypeOf<FindingDocument>().toExtend<Finding>();
    expectTypeOf<Finding>().toExtend<FindingDocument>();
    expectTypeOf<Static<typeof HoldDocument>>().toExtend<Hold>();
    expectTypeOf<Hold>().toExtend<Static<typeof HoldDocument>>();
    expectTypeOf<Static<typeof StepDocument>>().toExtend<Step>();
    expectTypeOf<Step>().toExtend<Static<typeof StepDocument>>();
    expectTypeOf<Static<typeof TenantProblemDocument>>().toExtend<TenantProblem>();
    expectTypeOf<TenantProblem>().toExtend<Static<typeof TenantProblemDocument>>();
    expectTypeOf<LedgerEntryDocument>().toExtend<SealedEntry>();
    expectTypeOf<SealedEntry>().toExtend<LedgerEntryDocument>();
    expectTypeOf<WhatIfDocument>().toExtend<WhatIf>();
    expectTypeOf<WhatIf>().toExtend<WhatIfDocument>();
    expectTypeOf<ProgressDocument>().toExtend<RolloutProgress>();
    expectTypeOf<RolloutProgress>().toExtend<ProgressDocument>();
    expectTypeOf<Static<typeof BeforeImageDocument>>().toExtend<ManifestEntry["beforeImage"]>();
    expectTypeOf<ManifestEntry["beforeImage"]>().toExtend<Static<typeof BeforeImageDocument>>();
  });
});

describe("the published plan schema", () => {
  it("says its dialect and is the schema that plans are checked with", () => {
    const { $schema, ...schema } = planJsonSchema;
    expect($schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(JSON.parse(JSON.stringify(schema))).toEqual(JSON.parse(JSON.stringify(PlanSchema)));
    expect(() => Compile(PlanSchema)).not.toThrow();
  });
});
