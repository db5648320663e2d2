import { approvalRule } from "../../packages/domain/testing/approval-rule.ts";
import fc from "fast-check";
import {
  NO_ROWS,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type EligibilityInstance,
  type Inventory,
  type Plan,
  type Principal,
  type RoleAssignment,
  type RoleDefinition,
  type RoleSettings,
} from "@standdown/domain";
import { arbitraryGroupMembers, withoutOtherKinds } from "./groups-arbitrary.ts";
import { uuid } from "./small-ids.ts";
import { arbitraryStrategy } from "./rule-arbitrary.ts";

export const TENANT_ID = uuid(9, 1);
export const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
export const BREAK_GLASS = [uuid(1, 901), uuid(1, 902)] as const;
/** The application that the product speaks as. */
export const OWN_APP_ID = "own-application";
const ROLE_IDS = [
  GLOBAL_ADMINISTRATOR,
  "d29b2b05-8046-44ba-8758-1e26182fcf32",
  uuid(2, 1),
  uuid(2, 2),
  uuid(2, 3),
];
const SCOPES = ["/", `/administrativeUnits/${uuid(3, 1)}`, `/${uuid(4, 1)}`];
const END = "2027-01-01T00:00:00Z";

const ROLES: RoleDefinition[] = ROLE_IDS.map((id, at) => ({
  id,
  templateId: id,
  displayName: `Role ${at}`,
  isBuiltIn: true,
  isEnabled: true,
  isPrivileged: null,
}));

function principal(id: string, overrides: Partial<Principal>): Principal {
  return {
    id,
    type: "user",
    ...NOTHING_KNOWN,
    displayName: id,
    userPrincipalName: `${id}@example.com`,
    accountEnabled: true,
    userType: "Member",
    ...overrides,
  };
}

const arbitraryPrincipal = fc
  .record({
    type: fc.constantFrom("user", "user", "user", "group", "servicePrincipal", "unknown" as const),
    accountEnabled: fc.constantFrom(true, true, true, false, null),
    isAssignableToRole: fc.constantFrom(true, false, null),
    department: fc.constantFrom(null, "Sales", "Support"),
    country: fc.constantFrom(null, "Germany", "France"),
    userType: fc.constantFrom(null, "Member", "Guest"),
    isMicrosoftAccount: fc.constantFrom(null, true, false),
    isLicensedForPim: fc.constantFrom(null, true, false),
    onPremisesSyncEnabled: fc.constantFrom(null, true, false),
    displayName: fc.constantFrom("Ann", "backup service"),
    lastSignIn: fc.constantFrom(
      { isKnown: false as const },
      { isKnown: true as const, at: null },
      { isKnown: true as const, at: "2026-05-01T00:00:00Z" },
    ),
    createdDateTime: fc.constantFrom(null, "2020-01-01T00:00:00Z"),
    appId: fc.constantFrom(null, OWN_APP_ID, "another-application"),
  })
  .map(({ appId, ...rest }) => ({ ...rest, appId: rest.type === "servicePrincipal" ? appId : null }));

/** How many principals the directory of a tenant knows; rows may be of a few more, who were deleted. */
const PRINCIPAL_COUNT = 24;

const arbitraryKey = fc.record({
  principalId: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...Array.from({ length: 26 }, (_, at) => uuid(1, at + 1))) },
    { weight: 1, arbitrary: fc.constantFrom(...BREAK_GLASS) },
  ),
  roleDefinitionId: fc.constantFrom(...ROLE_IDS, uuid(2, 77)),
  directoryScopeId: fc.constantFrom(...SCOPES),
  appScopeId: fc.constant(null),
});

const arbitraryAssignment = fc
  .record({
    key: arbitraryKey,
    assignmentType: fc.constantFrom("Assigned", "Assigned", "Assigned", "Activated" as const),
    memberType: fc.constantFrom("Direct", "Direct", "Direct", "Group", "Inherited" as const),
    endDateTime: fc.constantFrom(null, null, null, END),
    startDateTime: fc.constantFrom(null, "2026-01-01T00:00:00Z"),
    isListedTwice: fc.constantFrom(true, true, true, true, true, false),
  })
  .map(({ key, ...rest }) => ({ ...key, ...rest }));

const arbitraryEligibility = fc
  .record({
    key: arbitraryKey,
    memberType: fc.constantFrom("Direct", "Group" as const),
    endDateTime: fc.constantFrom(null, END),
  })
  .map(({ key, ...rest }): EligibilityInstance => ({
    ...key,
    ...rest,
    id: "",
    startDateTime: "2026-01-01T00:00:00Z",
    roleEligibilityScheduleId: uuid(6, 1),
  }));

/** Settings of some roles: whether activations ask for authentication, and whether somebody approves them. */
const arbitraryRoleSettings: fc.Arbitrary<RoleSettings[]> = fc
  .uniqueArray(
    fc.record({
      roleDefinitionId: fc.constantFrom(...ROLE_IDS),
      asksForMfa: fc.boolean(),
      isApprovalRequired: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
      approvers: fc.uniqueArray(
        fc.record({
          kind: fc.constantFrom("user", "user", "group" as const),
          id: fc.integer({ min: 1, max: 32 }).map((at) => uuid(1, at)),
        }),
        { selector: ({ id }) => id, maxLength: 4 },
      ),
    }),
    { selector: ({ roleDefinitionId }) => roleDefinitionId, maxLength: ROLE_IDS.length, size: "max" },
  )
  .map((all) =>
    all.map(({ roleDefinitionId, asksForMfa, isApprovalRequired, approvers }): RoleSettings => ({
      id: roleDefinitionId,
      policyId: roleDefinitionId,
      roleDefinitionId,
      rules: [
        {
          kind: "enablement",
          id: "Enablement_EndUser_Assignment",
          enabledRules: asksForMfa ? ["MultiFactorAuthentication"] : [],
        },
        { ...approvalRule(approvers), isApprovalRequired },
      ],
    })),
  );

/** The two accounts hold what they are declared for, else no plan compiles. */
const GLASS_ROWS: AssignmentInstance[] = BREAK_GLASS.map((principalId, at) => ({
  principalId,
  roleDefinitionId: GLOBAL_ADMINISTRATOR,
  directoryScopeId: "/",
  appScopeId: null,
  id: `glass-${at}`,
  assignmentType: "Assigned",
  memberType: "Direct",
  startDateTime: null,
  endDateTime: null,
  roleAssignmentScheduleId: `glass-${at}`,
  roleAssignmentOriginId: null,
}));

/** A tenant with rows of every kind, most of them in both lists, some in one only. */
export const arbitraryInventory: fc.Arbitrary<Inventory> = fc
  .record({
    principals: fc
      .array(arbitraryPrincipal, { minLength: PRINCIPAL_COUNT, maxLength: PRINCIPAL_COUNT })
      .map((all) => all.map((overrides, at) => principal(uuid(1, at + 1), overrides))),
    rows: fc.array(arbitraryAssignment, { minLength: 10, maxLength: 60, size: "max" }),
    eligibilities: fc.array(arbitraryEligibility, { maxLength: 20 }),
    onlyPlain: fc.array(arbitraryKey, { maxLength: 3 }),
    roleSettings: arbitraryRoleSettings,
    groupMembers: arbitraryGroupMembers,
    isMfaRegistered: fc.array(fc.constantFrom(true, true, true, false, null), {
      minLength: 30,
      maxLength: 30,
    }),
    enabledUnits: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ principals, rows, eligibilities, onlyPlain, roleSettings, groupMembers, ...more }) => {
    const assignments = [
      ...GLASS_ROWS,
      ...rows.map(({ isListedTwice, ...row }, at): AssignmentInstance => {
        const id = isListedTwice ? `row-${at}` : `only-instance-${at}`;
        return { ...row, id, roleAssignmentScheduleId: id, roleAssignmentOriginId: null };
      }),
    ];
    const inBoth = rows.flatMap((row, at) => (row.isListedTwice ? [plain(row, `row-${at}`)] : []));
    return {
      ...NO_ROWS,
      id: uuid(5, 1),
      tenantId: TENANT_ID,
      readAt: "2026-06-01T00:00:00Z",
      roles: ROLES,
      principals: [...principals, ...BREAK_GLASS.map((id) => principal(id, {}))],
      administrativeUnits: [],
      roleSettings,
      groupMembers: withoutOtherKinds(groupMembers, principals),
      mfaRegistrations: principals.flatMap(({ id }, at) => {
        const isMfaRegistered = more.isMfaRegistered[at] ?? null;
        return isMfaRegistered === null ? [] : [{ id, isMfaRegistered, methodsRegistered: [] }];
      }),
      licences: [
        {
          id: uuid(7, 1),
          skuPartNumber: "AAD_PREMIUM_P2",
          isForPim: true,
          isUsable: true,
          enabledUnits: more.enabledUnits,
          consumedUnits: 0,
        },
      ],
      roleAssignments: [
        ...GLASS_ROWS.map((row) => plain(row, row.id)),
        ...inBoth,
        ...onlyPlain.map((key, at) => plain(key, `plain-${at}`)),
      ],
      assignments,
      eligibilities,
    };
  });

function plain(key: Omit<RoleAssignment, "id">, id: string): RoleAssignment {
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = key;
  return { id, principalId, roleDefinitionId, directoryScopeId, appScopeId };
}

/** Plans that are valid on every tenant above, with one to four waves. */
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record({
    sizes: fc.array(
      fc.oneof(
        fc.integer({ min: 1, max: 10 }).map((count) => ({ count })),
        fc.integer({ min: 1, max: 30 }).map((percent) => ({ percent })),
      ),
      { maxLength: 3 },
    ),
    leavesOneOut: fc.boolean(),
    directory: fc.boolean(),
    strategy: arbitraryStrategy,
    term: fc.constantFrom("none" as const, { afterDuration: "P365D" }),
  })
  .map(({ sizes, leavesOneOut, directory, strategy, term }): Plan => ({
    apiVersion: "standdown/v1",
    kind: "RolloutPlan",
    metadata: { name: "a-plan" },
    spec: {
      tenant: { id: TENANT_ID, cloud: "global" },
      change: { system: "servicenow", number: "CHG1" },
      justification: "{rollout}/{wave}, {change}",
      emergencyAccess: { principals: [...BREAK_GLASS], minimumStanding: 2 },
      selection: {
        roles: [{ all: "remaining" }],
        scopes: { directory },
        principals: leavesOneOut ? { exclude: [uuid(1, 3)] } : {},
      },
      strategy,
      eligibility: { expiration: term },
      waves: [
        ...sizes.map((size, at) => ({ name: `wave-${at}`, size })),
        { name: "last", size: { remainder: true as const }, failureBudget: { percent: 10 } },
      ],
    },
  }));
