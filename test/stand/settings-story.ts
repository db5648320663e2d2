import { valueOf, type StanddownClient } from "@standdown/cli";
import type { SimulatedTenant } from "@standdown/cli/demo";
import type { RoleSettingsChangeDocument } from "@standdown/contracts";
import { examplePlan, type Scene } from "./rollout-story.ts";
import { tell } from "./trouble.ts";

/** Roles that people of the small tenant hold. */
export const ROLES = {
  reportsReader: "4a5d8f65-41da-4de4-8968-e035b65339cf",
  messageCenterReader: "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b",
  licenseAdministrator: "4d6ac14f-3453-41d0-bef9-a3e0c569773a",
  helpdeskAdministrator: "729827e3-9c14-49f7-bb1b-9608f156bbb8",
} as const;

/** One rule as the service has it, besides its id by kind. */
export type WireRule = Readonly<Record<string, unknown>> & { readonly id: string };

/** The rules of a role as the tenant has them, past every lag and past the product. */
export async function readRules(
  { address }: SimulatedTenant,
  roleDefinitionId: string,
): Promise<readonly WireRule[]> {
  const response = await fetch(new URL(`/role-settings/${roleDefinitionId}`, address.controlUrl));
  const { rules }: { rules: readonly WireRule[] } = JSON.parse(await response.text());
  return rules.map(withoutEmpty);
}

/** The same rule, whether it says an empty claim value or none. */
export function withoutEmpty(rule: WireRule): WireRule {
  return rule["claimValue"] === "" ? { ...rule, claimValue: null } : rule;
}

/** Somebody changes a rule past the product. */
export async function changeRule(
  tenant: SimulatedTenant,
  roleDefinitionId: string,
  ruleId: string,
  properties: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tell(tenant, `/role-settings/${roleDefinitionId}/rules/${ruleId}`, properties, "PATCH");
}

/** What a plan about settings says besides the example. */
export type SettingsPlan = {
  readonly name?: string;
  readonly roles: readonly string[];
  readonly roleSettings?: object;
  readonly waves?: readonly object[];
  readonly principals?: object;
};

/** The example's plan for these roles, with settings. */
export async function settingsPlan(
  { tenant }: Pick<Scene, "tenant">,
  { name = "settings", roles, roleSettings, waves, principals }: SettingsPlan,
): Promise<object> {
  const plan: unknown = examplePlan(await tenant.readFacts(), (text) => text);
  const { spec, ...head } = Object(plan);
  return {
    ...head,
    metadata: { name },
    spec: {
      ...spec,
      selection: {
        roles: roles.map((id) => ({ id })),
        tierZero: true,
        principals: principals ?? { types: ["user", "group"] },
      },
      ...(roleSettings === undefined ? {} : { roleSettings }),
      waves: waves ?? [{ name: "all", size: { remainder: true } }],
    },
  };
}

/** What became of the settings of all roles of a rollout, by role. */
export async function readChanges(
  client: StanddownClient,
  rolloutId: string,
): Promise<ReadonlyMap<string, RoleSettingsChangeDocument>> {
  const { items } = valueOf(await client.listRoleSettingsChanges(rolloutId, { limit: 200 }));
  return new Map(items.map((item) => [item.roleDefinitionId, item]));
}
