import { ENTRA_P2 } from "../products.ts";
import type { Product } from "../products.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Inventory, InventoryLicence } from "./inventory.ts";
import { policyGuid, policyRules } from "./role-settings.ts";

/** What the id of a licence's row says. */
function licenceIds({ id }: InventoryLicence): { readonly accountId: string; readonly skuId: string } {
  const [accountId = "", skuId = ""] = id.split("_");
  return { accountId, skuId };
}

/** The product that people have who are said to be licensed for PIM; null where none is in force. */
export function pimProductId({ licences }: Pick<Inventory, "licences">): string | null {
  const found = licences.find((licence) => licence.isForPim && licence.isUsable);
  return found === undefined ? null : licenceIds(found).skuId;
}

function loadLicences(tenant: Tenant, inventory: Inventory): void {
  for (const licence of inventory.licences) {
    const { accountId, skuId } = licenceIds(licence);
    const { skuPartNumber, isForPim, isUsable, enabledUnits, consumedUnits } = licence;
    const product: Product = { skuId, skuPartNumber, plans: isForPim ? [ENTRA_P2] : [] };
    tenant.licences.push({
      accountId,
      product,
      productWithoutPim: isForPim && isUsable ? null : product,
      isUsable,
      seatCount: enabledUnits,
      usedCount: consumedUnits,
    });
  }
  tenant.switches.isPremium = pimProductId(inventory) !== null;
}

function loadConditionalAccess(tenant: Tenant, inventory: Inventory, createdAt: number): void {
  for (const policy of inventory.conditionalAccessPolicies) {
    tenant.access.putPolicy({
      id: policy.id,
      displayName: policy.displayName,
      state: policy.state,
      createdAt,
      includedUsers: policy.includeUsers,
      excludedUsers: policy.excludeUsers,
      includedGroupIds: policy.includeGroups,
      excludedGroupIds: policy.excludeGroups,
      includedRoleIds: policy.includeRoles,
      excludedRoleIds: policy.excludeRoles,
      includedApplications: policy.authenticationContexts.length === 0 ? ["All"] : [],
      authenticationContextIds: policy.authenticationContexts,
      builtInControls: policy.grantControls,
      signInFrequencyHours: null,
    });
  }
}

function loadRoleSettings(tenant: Tenant, inventory: Inventory): void {
  for (const { id } of inventory.roles) tenant.policies.remove(id);
  for (const settings of inventory.roleSettings) {
    const guid = policyGuid(tenant.id, settings);
    if (guid === null) throw new Error(`the check let ${settings.policyId} pass`);
    tenant.policies.add(settings.roleDefinitionId, guid, policyRules(settings));
  }
}

/** Fills in what the tenant as a whole has: licences, conditional access policies, settings of roles. */
export function loadSettings(tenant: Tenant, inventory: Inventory, createdAt: number): void {
  loadLicences(tenant, inventory);
  loadConditionalAccess(tenant, inventory, createdAt);
  loadRoleSettings(tenant, inventory);
}
