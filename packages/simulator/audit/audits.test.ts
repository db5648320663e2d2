import { beforeEach, describe, expect, test } from "vitest";
import { AUDIT_CAPACITY, AuditLog } from "../state/audit-log.ts";
import type { Schedule } from "../state/schedule.ts";
import type { JsonObject } from "../testing/json.ts";
import { objectsAt } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding, grantOf } from "../testing/lab.ts";
import { changeOf, SettingsClient } from "../testing/settings.ts";

let lab: Lab;
let row: Schedule;

beforeEach(async () => {
  lab = await createLab();
  row = findStanding(
    lab,
    (candidate) => candidate.directoryScopeId === "/" && candidate.origin === "outsidePim",
  );
});

const PATH = "/auditLogs/directoryAudits";

async function audits(options = ""): Promise<readonly JsonObject[]> {
  const answer = await lab.graph("GET", `${PATH}${options}`);
  expect(answer.status).toBe(200);
  return objectsAt(answer.body, "value");
}

async function activities(options = "?$orderby=activityDateTime"): Promise<string[]> {
  return (await audits(options)).map((entry) => String(entry["activityDisplayName"]));
}

async function convert(): Promise<void> {
  await lab.request("eligibility", "adminAssign", row);
  await lab.pass("PT1M");
  await lab.request("assignment", "adminRemove", row);
}

async function count(filter: string): Promise<number> {
  return (await audits(`?$filter=${encodeURIComponent(filter)}`)).length;
}

describe("audits", () => {
  test("a tenant that was just made up has none", async () => {
    expect(await audits()).toEqual([]);
  });

  test("tell who was made eligible and who lost standing access, by whom, in which role", async () => {
    await convert();
    expect(await activities()).toEqual([
      "Add eligible member to role in PIM requested (permanent)",
      "Add eligible member to role in PIM completed (permanent)",
      "Remove member from role",
      "Remove member from role in PIM requested (permanent)",
      "Remove member from role in PIM completed (permanent)",
    ]);
    const [first] = await audits("?$orderby=activityDateTime");
    expect(first).toMatchObject({
      loggedByService: "PIM",
      category: "RoleManagement",
      result: "success",
      initiatedBy: { user: null, app: { appId: lab.facts.clientId, displayName: "Role migration" } },
      targetResources: [
        { type: "Role", id: row.roleDefinitionId },
        { type: "Request", id: first?.["correlationId"] },
        { type: "User", id: row.principalId },
        { type: "Directory", id: lab.facts.tenantId },
      ],
    });
    const { body } = await lab.graph("GET", `${PATH}/${String(first?.["id"])}`);
    expect(body).toMatchObject({ activityDisplayName: first?.["activityDisplayName"] });
  });

  test("tell what happens besides PIM, and who did it", async () => {
    const [eligibleId = ""] = lab.facts.onlyEligibleIds;
    const grant = { ...grantOf(row), principalId: eligibleId };
    await lab.control("POST", "/outside-pim/assignments", grant);
    await lab.control("PATCH", `/role-settings/${row.roleDefinitionId}/rules/Expiration_EndUser_Assignment`, {
      maximumDuration: "PT2H",
    });
    await lab.control("PATCH", `/users/${row.principalId}`, { accountEnabled: false });
    await lab.control("DELETE", `/users/${row.principalId}`);
    expect((await activities()).toSorted()).toEqual([
      "Add member to role",
      "Add member to role outside of PIM (permanent)",
      "Delete user",
      "Disable account",
      "Update role setting in PIM",
    ]);
    const initiators = (await audits()).map((entry) => entry["initiatedBy"]);
    const [administratorId] = lab.facts.globalAdministratorIds;
    for (const initiator of initiators) {
      expect(initiator).toMatchObject({ app: null, user: { id: administratorId } });
    }
  });

  test("name the caller of Graph who changes settings", async () => {
    const policy = lab.tenant.policies.ofRole(row.roleDefinitionId);
    const policyId = `DirectoryRole_${lab.facts.tenantId}_${policy?.guid ?? ""}`;
    const settings = new SettingsClient(lab);
    const rule = "Expiration_EndUser_Assignment";
    expect((await settings.change(policyId, rule, changeOf(rule))).status).toBe(204);
    expect(await audits()).toMatchObject([
      {
        activityDisplayName: "Update role setting in PIM",
        initiatedBy: { user: null, app: { appId: lab.facts.clientId } },
      },
    ]);
  });

  test("come newest first, with their delay, and not for ever", async () => {
    await lab.control("POST", "/quirks", { auditDelay: 180_000 });
    const options = `?$filter=targetResources/any(t:t/id eq '${row.principalId}')`;
    await lab.request("eligibility", "adminAssign", row);
    await lab.pass("PT2M59S");
    expect(await activities(options)).toEqual([]);
    await lab.pass("PT1S");
    expect(await activities(options)).toEqual([
      "Add eligible member to role in PIM completed (permanent)",
      "Add eligible member to role in PIM requested (permanent)",
    ]);
    await lab.pass("P29D");
    expect(await activities(options)).toHaveLength(2);
    await lab.control("POST", "/licence", { premium: false });
    expect(await activities(options)).toEqual([]);
    await lab.control("POST", "/licence", { premium: true });
    await lab.pass("P1D");
    expect(await activities(options)).toEqual([]);
  });

  test("can be filtered as documented, in pages, and by nothing else", async () => {
    await convert();
    expect(await count("loggedByService eq 'PIM'")).toBe(4);
    expect(await count("startswith(activityDisplayName,'Remove member from role in PIM')")).toBe(2);
    expect(await count("activityDateTime ge 2026-10-05T08:01:00Z")).toBe(3);
    expect(await count("activityDateTime le 2026-10-05T08:00:59Z and loggedByService eq 'PIM'")).toBe(2);
    expect(await count(`targetResources/any(t:t/id eq '${row.principalId}')`)).toBe(5);
    expect(await count("targetResources/any(t:t/id eq 'nobody')")).toBe(0);
    expect(await count(`initiatedBy/app/appId eq '${lab.facts.clientId}'`)).toBe(5);
    expect(await count("initiatedBy/user/id eq 'nobody'")).toBe(0);
    for (const filter of ["activityDateTime gt 2026-10-05T08:00:00Z", "result eq 'success'"]) {
      expect((await lab.graph("GET", `${PATH}?$filter=${encodeURIComponent(filter)}`)).status).toBe(400);
    }
    const first = await lab.graph("GET", `${PATH}?$top=3`);
    const next = new URL(String(first.body["@odata.nextLink"]));
    const rest = await lab.graph("GET", `${next.pathname.slice("/v1.0".length)}${next.search}`);
    const ids = [first, rest].flatMap(({ body }) => objectsAt(body, "value").map((entry) => entry["id"]));
    expect(new Set(ids).size).toBe(5);
    expect(codeOf(await lab.graph("GET", `${PATH}/PIM_nobody_1`))).toBe("Request_ResourceNotFound");
  });

  test("an activation and its end are told, whether it is ended or expires", async () => {
    const [id = ""] = lab.facts.onlyEligibleIds;
    const [eligible] = lab.tenant.schedules.ofPrincipal("eligibility", id).values();
    if (eligible === undefined) throw new Error("No one is only eligible.");
    for (const duration of ["PT1H", "PT2H"]) {
      await lab.control("POST", "/activations", { ...grantOf(eligible), duration });
      await lab.pass("PT1H");
    }
    await lab.control("POST", "/deactivations", grantOf(eligible));
    expect(await activities("?$orderby=activityDateTime&$filter=loggedByService eq 'PIM'")).toEqual([
      "Add member to role requested (PIM activation)",
      "Add member to role completed (PIM activation)",
      "Remove member from role (PIM activation expired)",
      "Add member to role requested (PIM activation)",
      "Add member to role completed (PIM activation)",
      "Remove member from role requested (PIM deactivate)",
      "Remove member from role completed (PIM deactivate)",
    ]);
  });

  test("are forgotten, oldest first, when there are too many", () => {
    const log = new AuditLog();
    const entry = {
      loggedByService: "PIM",
      category: "RoleManagement",
      activity: "Update role setting in PIM",
      operationType: null,
      result: "success",
      resultReason: null,
      initiatedBy: { kind: "app", appId: "", displayName: "", servicePrincipalId: "" },
      targets: [],
      details: [],
      correlationId: "",
    } as const;
    for (let at = 1; at <= AUDIT_CAPACITY * 2.5; at += 1) log.append({ ...entry, at });
    const kept = [...log.between(0, Number.POSITIVE_INFINITY)];
    expect(kept.length).toBeLessThanOrEqual(AUDIT_CAPACITY * 1.1);
    expect(kept.at(-1)?.order).toBe(AUDIT_CAPACITY * 2.5);
    expect(log.byOrder(kept[0]?.order ?? 0)).toBe(kept[0]);
    expect(log.byOrder(1)).toBeNull();
  });
});
