import { isPrivileged as isMarkedPrivileged } from "./builtin-roles.ts";
import type { RoleDefinition } from "./inventory.ts";

/**
 * How near to the whole tenant a role is: 0 can take it over, 1 runs a service, 2 reads or serves users. Microsoft
 * publishes no tiers; two community models do (EntraOps and AzureTiering, August 2026). Tier 0 is what both call so, or
 * one does and Microsoft marks the role as privileged while the other does not know it; tier 2 is what the second
 * calls so, the first does not call 0, and Microsoft does not mark.
 */
export type RoleTier = 0 | 1 | 2;

const TIER_ZERO: ReadonlySet<string> = new Set([
  "d2562ede-74db-457e-a7b6-544e236ebb61", // AI Administrator
  "1fe13547-53f6-408d-ac04-7f8eed167b38", // AI Reader
  "db506228-d27e-4b7d-95e5-295956d6615f", // Agent ID Administrator
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
  "c4e39bd9-1100-46d3-8c65-fb160da0071f", // Authentication Administrator
  "0b00bede-4072-4d22-b441-e7df02a1ef63", // Authentication Extensibility Password Administrator
  "158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
  "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", // Conditional Access Administrator
  "9360feb5-f418-4baa-8175-e2a00bac4301", // Directory Writers
  "8329153b-31d0-4727-b945-745eb3bc5f31", // Domain Name Administrator
  "58f930cc-fcf4-4152-852c-1d7dbf502139", // Entra SOC Identity Responder
  "be2f45a1-457d-42af-a067-6ec1fa63bc45", // External Identity Provider Administrator
  "62e90394-69f5-4237-9190-012177145e10", // Global Administrator
  "fdd7a751-b60b-444a-984c-02652fe8fa1c", // Groups Administrator
  "729827e3-9c14-49f7-bb1b-9608f156bbb8", // Helpdesk Administrator
  "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", // Hybrid Identity Administrator
  "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e", // Identity Governance Administrator
  "3a2c62db-5318-420d-8d74-23affee5d9d5", // Intune Administrator
  "b5a8dcf3-09d5-43a9-a639-8e29ef291470", // Knowledge Administrator
  "744ec460-397e-42ad-a462-8b3f9747a02c", // Knowledge Manager
  "59d46f88-662b-457b-bceb-5c3809e5908f", // Lifecycle Workflows Administrator
  "4ba39ca4-527c-499a-b93d-d9b492c50246", // Partner Tier1 Support
  "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8", // Partner Tier2 Support
  "966707d0-3269-4727-9be2-8c3a10f19b9d", // Password Administrator
  "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", // Privileged Authentication Administrator
  "e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
  "194ae4cb-b126-40b2-bd5b-6091b380977d", // Security Administrator
  "1981f584-96e9-4a6f-95b0-f522373f8fae", // Tenant Governance Administrator
  "fe930be7-5e62-47db-91af-98c3a49a38b1", // User Administrator
  "11451d60-acb2-45eb-a7d6-43d0f0125c13", // Windows 365 Administrator
]);

const TIER_TWO: ReadonlySet<string> = new Set([
  "9c6df0f2-1e7c-4dc3-b195-66dfbd24aa8f", // Attack Payload Author
  "9c99539d-8186-4804-835f-fd51ef9e2dcd", // Attribute Log Reader
  "5c4f9dcd-47dc-4cf7-8c9a-9e4207cbfc91", // Customer LockBox Access Approver
  "38a96431-2bdf-4b4c-8b6e-5d3d8abac1a4", // Desktop Analytics Administrator
  "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", // Directory Readers
  "3f1acade-1e04-4fbc-9b69-f0302cd84aef", // Edge Administrator
  "31392ffb-586c-42d1-9346-e59415a2cc4e", // Exchange Recipient Administrator
  "dd13091a-6207-4fc0-82ba-3641e056ab95", // Extended Directory User Administrator
  "10dae51f-b6af-4016-8d66-8c2a99b929b3", // Guest User
  "eb1f4a8d-243a-41f0-9fbd-c7cdf6c5ef7c", // Insights Administrator
  "25df335f-86eb-4119-b717-0ff02de207e9", // Insights Analyst
  "31e939ad-9672-4796-9c2e-873181342d2d", // Insights Business Leader
  "ac16e43d-7b2d-40e0-ac05-243ff356ab5b", // Message Center Privacy Reader
  "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b", // Message Center Reader
  "1501b917-7653-4ff9-a4b5-203eaf33784f", // Microsoft Hardware Warranty Administrator
  "281fe777-fb20-4fbb-b7a3-ccebce5b0d96", // Microsoft Hardware Warranty Specialist
  "d37c8bed-0711-4417-ba38-b4abe66ce4c2", // Network Administrator
  "2b745bdf-0803-4d80-aa65-822c4493daac", // Office Apps Administrator
  "e48398e2-f4bb-4074-8f31-4586725e205b", // Organizational Messages Approver
  "644ef478-e28f-4e28-b9dc-3fdde9aa0b1f", // Printer Administrator
  "e8cef6f1-e4bd-4ea8-bc07-4b8d950f4477", // Printer Technician
  "4a5d8f65-41da-4de4-8968-e035b65339cf", // Reports Reader
  "2af84b1e-32c8-42b7-82bc-daa82404023b", // Restricted Guest User
  "0964bb5e-9bdb-4d7b-ac29-58e794862a40", // Search Administrator
  "8835291a-918c-4fd7-a9ce-faa49f0cf7d9", // Search Editor
  "f023fd81-a637-4b56-95fd-791ac0226033", // Service Support Administrator
  "fcf91098-03e3-41a9-b5ba-6f0ec8188a12", // Teams Communications Support Specialist
  "112ca1a2-15ad-4102-995e-45b0bc479a6a", // Tenant Creator
  "75934031-6c7e-415a-99d7-48dbd49e875e", // Usage Summary Reports Reader
  "a0b1b346-4d3e-4e8b-98f8-753987be4970", // User
  "27460883-1df1-4691-b032-3b79643e5e63", // User Experience Success Manager
  "e300d9e7-4a2b-4295-9eff-f1c78b36cc98", // Virtual Visits Administrator
  "87761b17-1ed2-4af3-9acd-92a150038160", // Viva Pulse Administrator
]);

/** The tier of a role; null for a custom role, whose permissions nobody has looked at. */
export function tierOf({ id, templateId, isBuiltIn }: RoleDefinition): RoleTier | null {
  if (!isBuiltIn) return null;
  const template = templateId ?? id;
  if (TIER_ZERO.has(template)) return 0;
  return TIER_TWO.has(template) ? 2 : 1;
}

/** Whether Microsoft marks a role as privileged: as the tenant says it, else as it is known of built-in roles. */
export function isPrivilegedRole(role: RoleDefinition): boolean | null {
  if (role.isPrivileged !== null) return role.isPrivileged;
  return role.isBuiltIn ? isMarkedPrivileged(role.templateId ?? role.id) : null;
}
