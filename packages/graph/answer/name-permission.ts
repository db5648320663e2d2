import type { TenantAnswer } from "@standdown/domain";

/** Refusals with status 403 that are about something else than permissions. */
const ABOUT_LICENCES = /premium/i;

/** The answer; where the tenant refused it for want of a permission, with the one that the call needs. */
export function namePermission<T>(answer: TenantAnswer<T>, permission: string): TenantAnswer<T> {
  if (answer.ok || answer.problem.status !== 403 || ABOUT_LICENCES.test(answer.problem.code)) return answer;
  const advice = `The app registration needs the application permission ${permission}: grant it and give admin consent.`;
  return { ok: false, problem: { ...answer.problem, advice } };
}
