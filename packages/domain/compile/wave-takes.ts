import type { ManifestEntry } from "../manifest.ts";
import { takesRole } from "../plan/selects.ts";
import type { PlanWave } from "../plan/waves.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { CompileContext } from "./compile-context.ts";

/**
 * True when the wave would take the principal: one that selects nobody in particular takes everybody. Roles are those
 * of what is moved; what is not known of a principal is none of what is named.
 */
export function waveTakes(
  { select }: PlanWave,
  { roles, membersOf }: CompileContext,
  { principalId, principal }: PrincipalAccess,
  moved: readonly ManifestEntry[],
): boolean {
  const { roles: selectors, departments, countries, groups, principals } = select ?? {};
  const holds = (): boolean =>
    moved.some(({ key }) => {
      const role = roles.get(key.roleDefinitionId);
      return role !== undefined && selectors?.some((selector) => takesRole(selector, role)) === true;
    });
  return (
    (principals === undefined || principals.includes(principalId)) &&
    (departments === undefined || isOneOf(principal?.department, departments)) &&
    (countries === undefined || isOneOf(principal?.country, countries)) &&
    (groups === undefined || groups.some((id) => membersOf.get(id)?.has(principalId) === true)) &&
    (selectors === undefined || holds())
  );
}

function isOneOf(text: string | null | undefined, texts: readonly string[]): boolean {
  return text != null && texts.includes(text);
}
