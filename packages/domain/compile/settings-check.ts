import { FirstOfKind, type Found } from "../guards/guard.ts";
import type { Finding } from "../finding.ts";
import { isConverted, isTaken, type ManifestEntry } from "../manifest.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { DocumentProblem } from "../problems.ts";
import type { RoleRule } from "../role-settings.ts";
import { coherenceProblems } from "../settings/coherence.ts";
import { grantLimits, restoreLimits, type Limit } from "../settings/conversion-limits.ts";
import type { SettingsEntry } from "../settings/settings-entry.ts";
import { settingsUnknown, wholeRules } from "../settings/settings-plan.ts";
import { differingRules } from "../settings/rule-equality.ts";
import { ApproverCheck } from "./approver-check.ts";
import type { CompileContext } from "./compile-context.ts";

/** What is done to a role: its name, whether anybody becomes eligible, and whether access without end goes away. */
type Moved = { readonly name: string; isConverted: boolean; isEndlessTaken: boolean };

/**
 * Whether the settings that the plan makes fit together, and whether those of every role that is moved, made by the plan
 * or not, let it do what it wants. It remembers roles and the approvers that the plan names.
 */
export class SettingsCheck {
  readonly #context: CompileContext;
  readonly #approvers: ApproverCheck;
  readonly #moved = new Map<string, Moved>();

  constructor(context: CompileContext) {
    this.#context = context;
    this.#approvers = new ApproverCheck(context);
  }

  observe(access: PrincipalAccess, entries: readonly ManifestEntry[]): void {
    this.#approvers.observe(access, entries);
    for (const entry of entries.filter(isTaken)) {
      const { key, beforeImage } = entry;
      const moved = this.#moved.get(key.roleDefinitionId) ?? {
        name: beforeImage.roleName,
        isConverted: false,
        isEndlessTaken: false,
      };
      moved.isConverted ||= isConverted(entry);
      moved.isEndlessTaken ||= beforeImage.endDateTime === null;
      this.#moved.set(key.roleDefinitionId, moved);
    }
  }

  conclude(): { readonly problems: readonly DocumentProblem[]; readonly findings: readonly Finding[] } {
    const { settings, facts } = this.#context;
    const approvers = this.#approvers.conclude();
    const limited = this.#limits();
    return {
      problems: [
        ...settings.problems,
        ...[...settings.withoutSettings].flatMap(([roleId, pointer]): DocumentProblem[] => {
          const moved = this.#moved.get(roleId);
          return moved === undefined ? [] : [settingsUnknown({ displayName: moved.name }, pointer)];
        }),
        ...settings.entries.flatMap((entry) => coherenceProblems(entry, facts.conditionalAccessPolicies)),
        ...approvers.problems,
        ...limited.problems,
      ],
      findings: [...settings.findings, ...approvers.findings, ...limited.findings].map((found) => ({
        guard: "roleSettings",
        severity: "warns",
        ...found,
      })),
    };
  }

  #limits(): { readonly problems: readonly DocumentProblem[]; readonly findings: readonly Found[] } {
    const { settings, facts, term } = this.#context;
    const entryOf = new Map(settings.entries.map((entry) => [entry.roleDefinitionId, entry]));
    const settingsOf = new Map(facts.roleSettings.map((each) => [each.roleDefinitionId, each]));
    const problems: DocumentProblem[] = [];
    const findings = new FirstOfKind();
    for (const [roleId, moved] of [...this.#moved].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const entry = entryOf.get(roleId);
      const rules = entry?.after ?? wholeRules(settingsOf.get(roleId)) ?? [];
      if (moved.isConverted) {
        problems.push(...grantLimits(rules, term).map((limit) => problemOf(moved.name, entry, limit)));
      }
      for (const limit of moved.isEndlessTaken ? restoreLimits(rules) : []) {
        if (entry !== undefined && isMadeBy(entry, limit.rule))
          problems.push(problemOf(moved.name, entry, limit));
        else findings.add(findingOf(roleId, moved.name, entry, limit));
      }
    }
    return { problems, findings: findings.conclude() };
  }
}

function isMadeBy({ before, after }: SettingsEntry, rule: RoleRule): boolean {
  return differingRules(before, after).some(({ id }) => id === rule.id);
}

/** Where the plan assigns the role nothing, it is the term that can be changed. */
function problemOf(
  roleName: string,
  entry: SettingsEntry | undefined,
  { code, what }: Limit,
): DocumentProblem {
  return { pointer: entry?.pointer ?? "/spec/eligibility/expiration", code, message: `${roleName} ${what}` };
}

function findingOf(
  roleDefinitionId: string,
  roleName: string,
  entry: SettingsEntry | undefined,
  { rule, what }: Limit,
): Found {
  return {
    code: "rollBackBlocked",
    pointer: entry?.pointer ?? "/spec/selection/roles",
    message: `${roleName} ${what}`,
    principalId: null,
    roleDefinitionId,
    count: 1,
    evidence: [{ property: "rule", value: rule.id }],
  };
}
