import type { Tenant } from "@standdown/engine";
import {
  sameKey,
  type AccessReading,
  type EligibilityInstance,
  type ScheduleRequest,
  type SubmittedRequest,
  type TenantAnswer,
} from "@standdown/domain";

/** A way to look at the tenant that leaves one of the product's defences out. */
export type Carelessness = (tenant: Tenant) => Tenant;

/** Takes the answer to a write for its effect: what was answered with 201 is "read" as done. */
export const believesAnswers: Carelessness = (tenant) => {
  const believed: { request: ScheduleRequest; answer: SubmittedRequest }[] = [];
  return {
    ...tenant,
    submit: async (request) => {
      const answer = await tenant.submit(request);
      if (answer.ok) believed.push({ request, answer: answer.value });
      return answer;
    },
    readAccess: async (of) => {
      const reading = await tenant.readAccess(of);
      if (!reading.ok) return reading;
      const value = believed.reduce(
        (now, { request, answer }) => withEffect(now, request, answer),
        reading.value,
      );
      return { ...reading, value };
    },
  };
};

function withEffect(
  reading: AccessReading,
  { side, action, key, expiration }: ScheduleRequest,
  answer: SubmittedRequest,
): AccessReading {
  if (side === "assignment" && action === "adminRemove") {
    const isOther = (row: ScheduleRequest["key"]): boolean => !sameKey(row, key);
    return {
      ...reading,
      assignments: reading.assignments.filter(isOther),
      roleAssignments: reading.roleAssignments.filter(isOther),
    };
  }
  if (side !== "eligibility" || action !== "adminAssign") return reading;
  const granted: EligibilityInstance = {
    ...key,
    id: answer.id,
    memberType: "Direct",
    startDateTime: answer.createdDateTime,
    endDateTime: expiration?.type === "afterDateTime" ? expiration.endDateTime : null,
    roleEligibilityScheduleId: answer.targetScheduleId ?? answer.id,
  };
  return {
    ...reading,
    eligibilities: [granted, ...reading.eligibilities.filter((row) => !sameKey(row, key))],
  };
}

/** Does not look whether a write was refused, and takes it for done. */
export const ignoresRefusals: Carelessness = (tenant) =>
  believesAnswers({
    ...tenant,
    submit: async (request) => {
      const answer = await tenant.submit(request);
      if (answer.ok) return answer;
      const { action, key, justification, clientRequestId: id } = request;
      return {
        ok: true,
        requestId: null,
        value: {
          id,
          status: "Provisioned",
          action,
          key,
          targetScheduleId: id,
          justification,
          createdDateTime: null,
        },
      };
    },
  });

/** Takes every refusal for the last word: neither tries again nor looks what is really there. */
export const takesRefusalsForFinal: Carelessness = (tenant) => ({
  ...tenant,
  submit: async (request) => final(await tenant.submit(request)),
});

function final<T>(answer: TenantAnswer<T>): TenantAnswer<T> {
  return answer.ok ? answer : { ok: false, problem: { ...answer.problem, verdict: "never" } };
}

/** Looks once where the product looks twice: between two writes the first reading is taken for every later one. */
export const looksOnce: Carelessness = (tenant) => {
  let first: TenantAnswer<AccessReading> | null = null;
  return {
    ...tenant,
    submit: async (request) => {
      first = null;
      return await tenant.submit(request);
    },
    readAccess: async (of) => {
      const reading = await tenant.readAccess(of);
      first ??= reading;
      return first.ok && reading.ok
        ? { ...first, value: { ...first.value, readAt: reading.value.readAt } }
        : reading;
    },
  };
};

/** Does not look whether somebody uses the eligibility just now. */
export const overlooksActivations: Carelessness = (tenant) => ({
  ...tenant,
  readAccess: async (of) => {
    const reading = await tenant.readAccess(of);
    if (!reading.ok) return reading;
    const assignments = reading.value.assignments.filter((row) => row.assignmentType !== "Activated");
    return { ...reading, value: { ...reading.value, assignments } };
  },
});

/** Changes standing access with `adminUpdate` while the eligibility is there, before it is removed. */
export const updatesInTheOverlap: Carelessness = (tenant) => ({
  ...tenant,
  submit: async (request) => {
    if (request.action === "adminRemove" && request.side === "assignment") {
      const update: ScheduleRequest = JSON.parse(
        JSON.stringify({ ...request, action: "adminUpdate", expiration: { type: "noExpiration" } }),
      );
      await tenant.submit(update);
    }
    return await tenant.submit(request);
  },
});

/** Reads the first page of the two lists of active access and takes it for the whole. */
export const readsFirstPages: Carelessness = (tenant) => ({
  ...tenant,
  readListed: async (kind, cursor) => {
    if (kind !== "roleAssignments" && kind !== "assignments") return await tenant.readListed(kind, cursor);
    const { answer, requestCount } = await tenant.readListed(kind, cursor);
    return {
      answer: answer.ok ? { ...answer, value: { ...answer.value, next: null } } : answer,
      requestCount,
    };
  },
});

/** Reads one of the two lists of active access only. */
export const readsOneList: Carelessness = (tenant) => ({
  ...tenant,
  readListed: async (kind, cursor) =>
    kind === "roleAssignments"
      ? {
          answer: { ok: true, value: { page: { kind, rows: [] }, next: null }, requestId: null },
          requestCount: 0,
        }
      : await tenant.readListed(kind, cursor),
});

/** Takes these for people who hold whatever role is asked about for good. */
export function takesForStanding(principalIds: readonly string[]): Carelessness {
  return (tenant) => ({
    ...tenant,
    listRoleHolders: async function* (roleDefinitionId) {
      yield* tenant.listRoleHolders(roleDefinitionId);
      yield {
        ok: true,
        requestId: null,
        value: principalIds.map((principalId) => ({
          id: principalId,
          principalId,
          roleDefinitionId,
          directoryScopeId: "/",
          appScopeId: null,
          assignmentType: "Assigned",
          memberType: "Direct",
          startDateTime: null,
          endDateTime: null,
          roleAssignmentScheduleId: principalId,
          roleAssignmentOriginId: null,
        })),
      };
    },
  });
}
