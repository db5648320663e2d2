import { freshStep, type AccessKey, type Conversion, type EligibilityTerm } from "@standdown/domain";
import { randomUUID } from "node:crypto";
import type { LightEngine } from "./light-engine.ts";
import { tell } from "./trouble.ts";

/** Message Center Reader: a role that nothing else hangs on. */
const ROLE = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";

/** Makes a person, or a group, of whom nothing is known before; answers with the id. */
export async function makePrincipal({ simulated }: LightEngine, path: "/users" | "/groups"): Promise<string> {
  const made = await tell(simulated, path, { displayName: "New One" });
  return String(made["id"]);
}

/** What is theirs in that role, at the whole tenant. */
export function keyOf(principalId: string): AccessKey {
  return { principalId, roleDefinitionId: ROLE, directoryScopeId: "/", appScopeId: null };
}

/** Somebody gives standing access outside PIM. */
export async function giveStanding(
  { simulated }: LightEngine,
  { appScopeId: _none, ...grant }: AccessKey,
): Promise<void> {
  await tell(simulated, "/outside-pim/assignments", grant);
}

/** The person uses their eligibility for an hour. */
export async function activate(
  { simulated }: LightEngine,
  { appScopeId: _none, ...grant }: AccessKey,
): Promise<void> {
  await tell(simulated, "/activations", { ...grant, duration: "PT1H" });
}

/** The conversion of standing access, not begun. */
export function conversionOf(
  engine: LightEngine,
  key: AccessKey,
  principalType: Conversion["beforeImage"]["principalType"] = "user",
  term: EligibilityTerm = { type: "none" },
): Conversion {
  return {
    id: randomUUID(),
    rolloutId: "rollout",
    tenantId: engine.simulated.address.tenantId,
    wavePosition: 0,
    disposition: "convert",
    key,
    state: "converting",
    direction: "forward",
    beforeImage: {
      readAt: engine.now().toISOString(),
      origin: "outsidePim",
      roleAssignmentScheduleId: "theirs",
      startDateTime: null,
      endDateTime: null,
      principalType,
      principalName: "New One",
      roleName: "Message Center Reader",
      scopeName: "the whole tenant",
    },
    term,
    justification: `Standing access to eligible, ${randomUUID()}`,
    ticketInfo: { ticketNumber: "CHG1", ticketSystem: "servicenow" },
    steps: {
      grant: freshStep("grant"),
      remove: freshStep("remove"),
      restore: freshStep("restore"),
      revoke: freshStep("revoke"),
    },
    madeScheduleIds: [],
    isStopping: false,
    emergencyAccess: { principalIds: [], minimumStanding: 0 },
  };
}
