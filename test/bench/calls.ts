import type { BenchTenant, TenantAnswer } from "./simulated-tenant.ts";

const ROLES = "/roleManagement/directory";
const INSTANCES = `${ROLES}/roleAssignmentScheduleInstances`;
const REQUESTS = `${ROLES}/roleEligibilityScheduleRequests`;
/** The role that most people hold; of its holders one page is read. */
const COMMON_ROLE = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
/** A role of few, that the grants are made in. */
const GRANTED_ROLE = "0964bb5e-9bdb-4d7b-ac29-58e794862a40";
const SAMPLE_COUNT = 1000;

/** One kind of call; it may be several requests that belong together. */
export type BenchCall = { readonly name: string; readonly run: (number: number) => Promise<unknown> };

/** The calls that are measured, each on principals spread over the tenant. */
export async function benchCalls(tenant: BenchTenant): Promise<readonly BenchCall[]> {
  const { principalIds, middle } = await sample(tenant);
  const pick = (number: number): string => principalIds[number % principalIds.length] ?? "";
  const get = (path: string): Promise<TenantAnswer> => expectStatus(tenant.ask("GET", path), 200);
  return [
    { name: "list page, first", run: () => get(INSTANCES) },
    { name: "list page, middle", run: () => get(middle) },
    {
      name: "filtered by principal",
      run: (number) => get(`${INSTANCES}?$filter=principalId eq '${pick(number)}'`),
    },
    {
      name: "role holders, page",
      run: () => get(`${INSTANCES}?$filter=roleDefinitionId eq '${COMMON_ROLE}'`),
    },
    { name: "count of all", run: () => get(`${INSTANCES}?$count=true&$top=1`) },
    { name: "grant and remove", run: (number) => grantAndRemove(tenant, pick(number), number) },
    { name: "batch of 4 reads", run: (number) => batch(tenant, pick(number)) },
  ];
}

/** Some people who hold roles, from all parts of the tenant, and the page in its middle. */
async function sample(
  tenant: BenchTenant,
): Promise<{ readonly principalIds: readonly string[]; readonly middle: string }> {
  const first = await tenant.ask("GET", `${ROLES}/roleAssignments`);
  const pages: string[] = [];
  const principalIds = new Set<string>();
  for (let answer = first; ;) {
    for (const row of answer.body.value ?? []) principalIds.add(row["principalId"] ?? "");
    const link = answer.body["@odata.nextLink"];
    if (link === undefined) break;
    const path = decodeURIComponent(new URL(link).pathname.replace("/v1.0", "") + new URL(link).search);
    pages.push(path);
    answer = await tenant.ask("GET", path);
  }
  const middle = pages[Math.floor(pages.length / 2)] ?? `${ROLES}/roleAssignments`;
  const all = [...principalIds];
  const step = Math.max(1, Math.floor(all.length / SAMPLE_COUNT));
  return {
    principalIds: all.filter((_id, at) => at % step === 0),
    middle: middle.replace("/roleAssignments", "/roleAssignmentScheduleInstances"),
  };
}

/** The number of the call is part of the scope's turn: no two grants at the same time are the same. */
async function grantAndRemove(tenant: BenchTenant, principalId: string, number: number): Promise<void> {
  const grant = { principalId, roleDefinitionId: GRANTED_ROLE, directoryScopeId: "/" };
  const justification = `Measured, ${number}`;
  const granted = await tenant.ask("POST", REQUESTS, {
    ...grant,
    action: "adminAssign",
    justification,
    scheduleInfo: { expiration: { type: "noExpiration" } },
  });
  // Applications can't be eligible, and some hold it already: a refusal is an answer too.
  if (granted.status !== 201) return;
  await expectStatus(tenant.ask("POST", REQUESTS, { ...grant, action: "adminRemove", justification }), 201);
}

function batch(tenant: BenchTenant, principalId: string): Promise<TenantAnswer> {
  const filter = encodeURI(`?$filter=principalId eq '${principalId}'`);
  const urls = [
    `${INSTANCES}${filter}`,
    `${ROLES}/roleEligibilityScheduleInstances${filter}`,
    `${ROLES}/roleAssignments${filter}`,
    `/directoryObjects/${principalId}`,
  ];
  const requests = urls.map((url, at) => ({ id: String(at), method: "GET", url }));
  return expectStatus(tenant.ask("POST", "/$batch", { requests }), 200);
}

async function expectStatus(answer: Promise<TenantAnswer>, status: number): Promise<TenantAnswer> {
  const given = await answer;
  if (given.status === status) return given;
  throw new Error(`${given.status} instead of ${status}: ${JSON.stringify(given.body).slice(0, 500)}`);
}
