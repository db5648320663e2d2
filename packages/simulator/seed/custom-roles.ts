import type { Random } from "../random.ts";
import type { Tenant } from "../state/tenant.ts";
import type { SeededDirectory } from "./directory.ts";
import type { Granter } from "./grants.ts";

const CUSTOM_ROLES = [
  {
    displayName: "Application Registration Support",
    description: "Reads application registrations and updates their basic properties",
    allowedResourceActions: [
      "microsoft.directory/applications/standard/read",
      "microsoft.directory/applications/basic/update",
    ],
  },
  {
    displayName: "Device Recovery Desk",
    description: "Reads the recovery keys of devices",
    allowedResourceActions: ["microsoft.directory/bitlockerKeys/key/read"],
  },
] as const;

/** Roles of the tenant's own, and people who hold them: standing outside PIM, standing in PIM, and eligible. */
export function seedCustomRoles(
  tenant: Tenant,
  random: Random,
  granter: Granter,
  { others }: SeededDirectory,
): readonly string[] {
  return CUSTOM_ROLES.map((custom, index) => {
    const id = random.guid();
    tenant.putRole({ ...custom, id, templateId: id, version: null, isEnabled: true });
    const grantOf = (place: number) => ({
      principalId: others[index * 3 + place]?.id ?? random.pick(others).id,
      roleDefinitionId: id,
      directoryScopeId: "/",
      appScopeId: null,
    });
    granter.assign(grantOf(0), "outsidePim");
    granter.assign(grantOf(1), "pimPermanent");
    granter.makeEligible(grantOf(2), { isPermanent: true });
    return id;
  });
}
