import type { SimulatedTenant } from "@standdown/cli/demo";

/** Something that people did in the living tenant by themselves; see the simulated tenant's README. */
export type LifeEvent = {
  readonly number: number;
  readonly at: string;
  readonly kind: string;
  readonly principalId: string | null;
  readonly roleDefinitionId?: string;
  readonly directoryScopeId?: string | null;
  readonly appScopeId?: string | null;
  readonly isRefused: boolean;
};

type ToldEvent = LifeEvent | { readonly isNobodyFound: true };

/** Lets people do things by themselves: what, and how often each besides the others. */
export async function startLife(
  { address }: SimulatedTenant,
  life: { readonly everyMs: number; readonly kinds: Readonly<Record<string, number>> },
): Promise<void> {
  const response = await fetch(new URL("/life", address.controlUrl), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(life),
  });
  if (!response.ok)
    throw new Error(`the control surface answered ${response.status}: ${await response.text()}`);
}

/** Whoever activates this role needs an approval from now on. */
export async function askForApproval({ address }: SimulatedTenant, roleDefinitionId: string): Promise<void> {
  const path = `/role-settings/${roleDefinitionId}/rules/Approval_EndUser_Assignment`;
  const stage = {
    approvalStageTimeOutInDays: 1,
    isApproverJustificationRequired: false,
    isEscalationEnabled: false,
    escalationTimeInMinutes: 0,
    primaryApprovers: [],
  };
  const response = await fetch(new URL(path, address.controlUrl), {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      setting: { isApprovalRequired: true, approvalMode: "SingleStage", approvalStages: [stage] },
    }),
  });
  if (!response.ok)
    throw new Error(`the control surface answered ${response.status}: ${await response.text()}`);
}

/** They stop. */
export async function stopLife({ address }: SimulatedTenant): Promise<void> {
  await fetch(new URL("/life", address.controlUrl), { method: "DELETE" });
}

/** What was done so far, without what the tenant refused. */
export async function readLife({ address }: SimulatedTenant): Promise<readonly LifeEvent[]> {
  const response = await fetch(new URL("/life", address.controlUrl));
  const { events }: { readonly events: readonly ToldEvent[] } = JSON.parse(await response.text());
  return events.filter((event) => "principalId" in event).filter(({ isRefused }) => !isRefused);
}
