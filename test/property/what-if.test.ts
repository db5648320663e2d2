import fc from "fast-check";
import { expect, test } from "vitest";
import { isStanding, keyText, isEffective } from "@standdown/domain";
import { countedAlong } from "./counted-along.ts";
import { arbitraryInventory, arbitraryPlan } from "./tenant-arbitrary.ts";

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

test("every entry is counted under one disposition and one reason", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const { manifest, whatIf } = countedAlong(plan, inventory);
      expect(sum(whatIf.dispositions.map(({ count }) => count))).toBe(manifest.entries.length);
      for (const { disposition, count, reasons } of whatIf.dispositions) {
        expect(manifest.entries.filter((entry) => entry.disposition === disposition)).toHaveLength(count);
        expect(sum(reasons.map((reason) => reason.count))).toBe(count);
      }
    }),
  );
});

test("role by role, what stands and what is eligible afterwards is what a tenant has that was moved so", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const { manifest, whatIf } = countedAlong(plan, inventory);
      const moved = manifest.entries.filter(({ disposition }) => disposition === "convert");
      const ended = manifest.entries.filter(({ disposition }) => isEffective(disposition));
      const movedIds = new Set(ended.map(({ assignmentId }) => assignmentId));
      const standing = inventory.assignments.filter((row) => isStanding(row) && !movedIds.has(row.id));
      const direct = inventory.eligibilities.filter(({ memberType }) => memberType === "Direct");
      const already = new Set(direct.map(keyText));
      const given = moved.map(({ key }) => key).filter((key) => !already.has(keyText(key)));
      for (const { roleDefinitionId, ...role } of whatIf.roles) {
        const ofRole = (row: { readonly roleDefinitionId: string }): boolean =>
          row.roleDefinitionId === roleDefinitionId;
        expect(role.standing.after).toBe(standing.filter(ofRole).length);
        expect(role.eligible.before).toBe(direct.filter(ofRole).length);
        expect(role.eligible.after).toBe([...direct, ...given].filter(ofRole).length);
      }
    }),
  );
});

test("waves hold what is converted, and their times are at least what the budget of writes allows", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const { manifest, whatIf } = countedAlong(plan, inventory);
      for (const [position, wave] of whatIf.waves.entries()) {
        const those = manifest.entries.filter((entry) => entry.wavePosition === position);
        expect(wave.conversionCount).toBe(those.length);
        expect(wave.roleCount).toBe(new Set(those.map(({ key }) => key.roleDefinitionId)).size);
        const removals = those.filter(({ disposition }) => disposition === "remove");
        expect(wave.writeCount).toBe(2 * those.length - removals.length);
        expect(wave.workMs).toBeGreaterThanOrEqual(wave.writeCount * 50);
      }
      const { workMs, soakMs, totalMs } = whatIf.duration;
      expect(totalMs).toBe(workMs + soakMs);
      expect(workMs).toBe(sum(whatIf.waves.map((wave) => wave.workMs)));
    }),
  );
});

test("everybody who will be eligible or time-bound needs one seat, however many reasons there are", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, everything) => {
      // Members of groups and approvers need seats as well: they have tests of their own.
      const inventory = { ...everything, groupMembers: [], roleSettings: [] };
      const { manifest, whatIf } = countedAlong(plan, inventory);
      const users = new Set(inventory.principals.filter(({ type }) => type === "user").map(({ id }) => id));
      const ids = [
        ...inventory.eligibilities.map(({ principalId }) => principalId),
        ...inventory.assignments
          .filter((row) => row.assignmentType === "Assigned" && row.endDateTime !== null)
          .map(({ principalId }) => principalId),
        ...manifest.entries
          .filter((entry) => entry.disposition === "convert")
          .map(({ key }) => key.principalId),
      ];
      expect(whatIf.seats.neededCount).toBe(new Set(ids.filter((id) => users.has(id))).size);
    }),
  );
});
