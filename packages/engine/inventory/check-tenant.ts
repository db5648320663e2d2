import type { InventoryPage, ListedKind, TenantProblem } from "@standdown/domain";
import type { Tenant } from "../ports/tenant.ts";
import { ReadingFailed, type Patience } from "./patience.ts";

/** The tenant that answers must be the one that is meant. */
export async function checkTenant(
  tenant: Pick<Tenant, "readOrganization">,
  patience: Patience,
  tenantId: string,
): Promise<void> {
  const organization = await patience.ask(async () => ({
    answer: await tenant.readOrganization(),
    requestCount: 1,
  }));
  if (organization.tenantId === tenantId) return;
  throw new ReadingFailed(
    ownProblem(
      "otherTenant",
      `The tenant that answers is ${organization.tenantId}, not ${tenantId}.`,
      "Check AZURE_TENANT_ID and the plan's tenant.",
    ),
  );
}

/** Without a licence for PIM there is nothing to read that is worth reading. */
export function checkLicences(page: InventoryPage): void {
  if (page.kind !== "licences" || page.rows.some((licence) => licence.isForPim && licence.isUsable)) return;
  throw new ReadingFailed(
    ownProblem(
      "AadPremiumLicenseRequired",
      "The tenant has no licence for Privileged Identity Management.",
      "Get Microsoft Entra ID P2 or Microsoft Entra ID Governance, then read the inventory again.",
    ),
  );
}

/** Pages that lead to each other have no last one: what is there can't be read whole. */
export function leadsInACircle(kind: ListedKind): ReadingFailed {
  return new ReadingFailed(
    ownProblem(
      "answerMalformed",
      `The pages of ${kind} lead around in a circle.`,
      "Read the inventory again; if it stays so, this is a matter for Microsoft's support.",
    ),
  );
}

function ownProblem(code: string, message: string, advice: string): TenantProblem {
  return {
    code,
    message,
    advice,
    verdict: "ask",
    status: null,
    retryAfterMs: null,
    requestId: null,
    clientRequestId: null,
  };
}
