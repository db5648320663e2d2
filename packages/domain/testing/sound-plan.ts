import { checkPlan, type Plan } from "@standdown/domain";

/** Ids of emergency access accounts. */
export const GLASS: string[] = [
  "00000000-0000-4000-8000-000000000001",
  "00000000-0000-4000-8000-000000000002",
];

/** A plan that moves all remaining roles in one wave, but for what is said here. */
export function soundPlan(spec: Partial<Plan["spec"]> = {}): Plan {
  return {
    apiVersion: "standdown/v1",
    kind: "RolloutPlan",
    metadata: { name: "remaining-roles" },
    spec: {
      tenant: { id: "11111111-1111-1111-1111-111111111111", cloud: "global" },
      change: { system: "servicenow", number: "CHG1" },
      justification: "Standing to eligible, {rollout}/{wave}, {change}",
      emergencyAccess: { principals: GLASS, minimumStanding: 2 },
      selection: { roles: [{ all: "remaining" }] },
      strategy: { default: "convert" },
      eligibility: { expiration: "none" },
      waves: [{ name: "rest", size: { remainder: true } }],
      ...spec,
    },
  };
}

/** The same for a tenant whose ids are words: `tenant`, `glass1`, `glass2`. */
export function wordPlan(spec: Partial<Plan["spec"]> = {}): Plan {
  return soundPlan({
    tenant: { id: "tenant", cloud: "global" },
    emergencyAccess: { principals: ["glass1", "glass2"], minimumStanding: 2 },
    ...spec,
  });
}

/** `pointer code` of every problem. */
export function problemsOf(document: unknown): string[] {
  const checked = checkPlan(document);
  return checked.ok ? [] : checked.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

/** The same of a sound plan in which these sections stand, whatever they are. */
export function problemsWith(spec: object): string[] {
  const plan = soundPlan();
  return problemsOf({ ...plan, spec: { ...plan.spec, ...spec } });
}
