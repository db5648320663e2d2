import { describe, expect, it } from "vitest";
import {
  compilePlan,
  commandRollout,
  manifestDigest,
  NO_ROWS,
  NOTHING_KNOWN,
  type RolloutSnapshot,
} from "@standdown/domain";
import { problemsWith, wordPlan } from "../testing/sound-plan.ts";
import type { Plan } from "./plan.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const AT = NOW.toISOString();
const REST = { name: "rest", size: { remainder: true as const } };
const QUIET = { ...REST, muteAssignmentMails: true };

function compiled(spec: Partial<Plan["spec"]>) {
  const principals = ["glass1", "glass2"].map((id) => ({ ...NOTHING_KNOWN, id, type: "user" as const }));
  const inventory = { ...NO_ROWS, principals, id: "inventory", tenantId: "tenant", readAt: AT };
  const found = compilePlan({
    plan: wordPlan(spec),
    inventory,
    now: NOW,
    former: null,
    ownAppId: null,
    guards: [],
  });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.manifest;
}

/** A rollout of the plan that waits for approvals. */
function planned(spec: Partial<Plan["spec"]>): RolloutSnapshot {
  const { approvalMinimum } = compiled(spec);
  return {
    id: "r",
    tenantId: "tenant",
    name: "remaining-roles",
    state: "planned",
    direction: "forward",
    author: "ann",
    manifestDigest: "d",
    version: 1,
    approvals: [],
    approvalMinimum,
    driftCheck: null,
    startedAt: null,
    holds: [],
    waves: [],
  };
}

/** The rollout after this person's approval, or why it was refused. */
function approve(rollout: RolloutSnapshot, caller: string): RolloutSnapshot | string {
  const command = { name: "approve", digest: "d", decision: "approve", reason: "r" } as const;
  const outcome = commandRollout(rollout, command, { caller, now: NOW, newId: () => "id" });
  if (!outcome.ok) return outcome.refusal.code;
  const { approvals, rollout: moved } = outcome.change;
  return { ...rollout, ...moved, approvals: [...rollout.approvals, ...approvals] };
}

function approved(rollout: RolloutSnapshot | string): RolloutSnapshot {
  if (typeof rollout === "string") throw new Error(rollout);
  return rollout;
}

describe("a plan that mutes mails about assignments", () => {
  it.each([undefined, { minimum: 1 }])(
    "is approved by two different people, never the author, though it asks for %j",
    (approval) => {
      const rollout = planned({ waves: [QUIET], ...(approval && { approval }) });
      const once = approved(approve(rollout, "bob"));
      expect(once.state).toBe("planned");
      expect(approve(once, "bob")).toBe("alreadyDecided");
      expect(approve(once, "ann")).toBe("sameIdentity");
      expect(approved(approve(once, "cid")).state).toBe("approved");
    },
  );

  it("is approved by as many as it asks for where those are more", () => {
    expect(compiled({ waves: [QUIET], approval: { minimum: 3 } }).approvalMinimum).toBe(3);
  });

  it("needs both though only one of its waves mutes, and no second one where none does", () => {
    const pilot = { name: "pilot", size: { count: 1 } };
    expect(compiled({ waves: [{ ...pilot, muteAssignmentMails: true }, REST] }).approvalMinimum).toBe(2);
    const loud = [{ ...pilot, muteAssignmentMails: false }, REST];
    expect(compiled({ waves: loud }).approvalMinimum).toBe(1);
  });

  it("is another plan to sign: the wave says it, and the digest with it", () => {
    const [quiet, loud] = [
      compiled({ waves: [QUIET] }),
      compiled({ waves: [REST], approval: { minimum: 2 } }),
    ];
    expect(quiet.waves).toMatchObject([{ mutesAssignmentMails: true }]);
    expect(loud.waves).toMatchObject([{ mutesAssignmentMails: false }]);
    expect(manifestDigest(quiet)).not.toBe(manifestDigest(loud));
  });

  it("says so with true or false, and with nothing else", () => {
    expect(problemsWith({ waves: [QUIET] })).toEqual([]);
    expect(problemsWith({ waves: [{ ...REST, muteAssignmentMails: "yes" }] })).toEqual([
      "/spec/waves/0/muteAssignmentMails invalidType",
    ]);
  });
});
