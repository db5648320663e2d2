import { approvalRule } from "../testing/approval-rule.ts";
import { expect, test } from "vitest";
import { classesOf, type Inventory, type MfaRegistration, type Principal } from "@standdown/domain";
import { compileEveryKind, INSTANCES, instanceOf, INVENTORY, PLAN } from "../testing/every-kind.ts";
import { application, group, person, USERS } from "../testing/people.ts";

const REGISTRATION: MfaRegistration = { id: "x", isMfaRegistered: false, methodsRegistered: [] };

test.each<[string, Principal, readonly string[]]>([
  ["a member", person("m"), ["licensed", "member", "mfaUnknown", "signedIn", "tier2"]],
  [
    "a guest of whom little is known",
    person("x", {
      userType: "Guest",
      isMicrosoftAccount: true,
      isLicensedForPim: null,
      lastSignIn: { isKnown: false },
    }),
    ["guest", "licenceUnknown", "mfaNotRegistered", "microsoftAccount", "signInUnknown", "tier2"],
  ],
  [
    "a disabled, synchronized account of a service that was never used",
    person("svc-1", {
      accountEnabled: false,
      onPremisesSyncEnabled: true,
      department: null,
      isLicensedForPim: false,
      lastSignIn: { isKnown: true, at: null },
    }),
    [
      "disabled",
      "member",
      "mfaUnknown",
      "neverSignedIn",
      "notLicensed",
      "serviceAccountLike",
      "synchronized",
      "tier2",
    ],
  ],
  [
    "a group with groups in it",
    group("team", { isDynamic: true }),
    ["dynamicGroup", "nestedGroup", "roleAssignableGroup", "tier2"],
  ],
  ["a plain group", group("club", { isAssignableToRole: false }), ["group", "tier2"]],
  ["an application", application("a"), ["servicePrincipal", "tier2"]],
  [
    "a managed identity",
    application("i", { servicePrincipalType: "ManagedIdentity" }),
    ["managedIdentity", "tier2"],
  ],
])("what is known of %s is said with its evidence", (_, principal, expected) => {
  const row = instanceOf({ what: "", who: principal, expected: ["", ""] }, 1);
  const inventory: Inventory = {
    ...INVENTORY,
    principals: [...INVENTORY.principals, principal],
    mfaRegistrations: [REGISTRATION],
    groupMembers: [{ id: "team", userIds: [], groupIds: ["club"], servicePrincipalIds: [] }],
    assignments: [...INSTANCES.filter(({ principalId }) => principalId.startsWith("glass")), row],
    roleAssignments: [row],
  };
  const entry = compileEveryKind(PLAN, inventory).find(({ key }) => key.principalId === principal.id);
  expect(classesOf(entry?.evidence ?? [])).toEqual(expected);
  for (const { property, value } of entry?.evidence ?? []) expect(property && value).not.toBe("");
});

test("a role says its tier, whether it is privileged, and who approves an activation", () => {
  const roleSettings = [
    {
      id: "s",
      policyId: "p",
      roleDefinitionId: USERS,
      rules: [approvalRule([{ kind: "group" as const, id: "team" }])],
    },
  ];
  const entry = compileEveryKind(PLAN, { ...INVENTORY, roleSettings }).find(
    ({ key }) => key.principalId === "zoe",
  );
  expect(entry?.evidence).toEqual(
    expect.arrayContaining([
      { class: "tier0", property: "templateId", value: USERS },
      { class: "privileged", property: "isPrivileged", value: "true" },
      { class: "approvalNeeded", property: "approvers", value: "group team" },
    ]),
  );
});
