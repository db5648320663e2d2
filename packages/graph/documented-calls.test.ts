import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  activationNeeds,
  GLOBAL_ADMINISTRATOR,
  RULE_IDS,
  type InventoryPage,
  type ListedKind,
  type ScheduleRequest,
} from "@standdown/domain";
import { describeWithSharedData } from "../../test/environment/shared-data.ts";
import { collect } from "./reading/paging.ts";
import type { GraphTenant } from "./tenant.ts";
import {
  documentedIn,
  pathOf,
  rowsOf,
  type Documented,
  type DocumentedRequest,
} from "./testing/documented.ts";
import { StubGraph, type Asked } from "./testing/stub-graph.ts";

const CLIENT_REQUEST_ID = "0fb3b9a2-6b51-4b0e-8c1d-2d9a4f0c7e55";
const NOW = "2026-11-23T21:00:00.000Z";
const NO_TICKET = { ticketNumber: null, ticketSystem: null };

describeWithSharedData(
  "each call is the documented one, and its documented answer is understood",
  (folder) => {
    const documented = documentedIn(folder);
    let stub: StubGraph;
    let tenant: GraphTenant;

    beforeAll(async () => {
      stub = await StubGraph.start();
      tenant = stub.tenant({ now: () => new Date(NOW) });
    });

    afterEach(() => {
      stub.asked.length = 0;
    });

    afterAll(async () => {
      await tenant.close();
      await stub.close();
    });

    /** Answers with the documented answer, and lets see what was asked: the documented method and path. */
    function expecting(example: Documented): () => Asked {
      stub.answerInTurn({ status: example.status, body: example.responseBody });
      return () => {
        expect(stub.asked).toHaveLength(1);
        const [asked] = stub.asked;
        if (asked === undefined) throw new Error("nothing was asked");
        expect(asked.method).toBe(example.method);
        expect(asked.path).toBe(`/v1.0${pathOf(example)}`);
        return asked;
      };
    }

    /** The rows of a collection that is one page. */
    async function listOf(kind: ListedKind): Promise<InventoryPage["rows"]> {
      const { answer } = await tenant.readListed(kind, null);
      if (!answer.ok) throw new Error(answer.problem.message);
      expect(answer).toMatchObject({ value: { page: { kind }, next: null }, requestId: "their-id" });
      return answer.value.page.rows;
    }

    describe("reading", () => {
      test("role definitions, with the mark that only beta says", async () => {
        const example = documented("get_roledefinitions");
        const rows = rowsOf(example);
        stub.answerInTurn({ body: { value: [{ id: rows[0]?.["id"] }] } }, { body: example.responseBody });
        const roles = await listOf("roles");
        expect(stub.asked.map(({ path, query }) => ({ path, query }))).toEqual([
          {
            path: `/beta${pathOf(example)}`,
            query: { $select: "id", $filter: "isPrivileged eq true" },
          },
          { path: `/v1.0${pathOf(example)}`, query: {} },
        ]);
        expect(roles).toEqual(
          rows.map(({ id, templateId, displayName, isBuiltIn, isEnabled }, at) => ({
            id,
            templateId,
            displayName,
            isBuiltIn,
            isEnabled,
            isPrivileged: at === 0,
          })),
        );
      });

      test("role assignments", async () => {
        const example = documented("get_roleAssignments_1");
        const seen = expecting(example);
        const assignments = await listOf("roleAssignments");
        expect(seen().query).toEqual({});
        expect(assignments).toEqual(
          rowsOf(example).map(({ id, principalId, roleDefinitionId, directoryScopeId }) => ({
            id,
            principalId,
            roleDefinitionId,
            directoryScopeId,
            appScopeId: null,
          })),
        );
      });

      test("active instances, of all and of one role", async () => {
        const example = documented("list_unifiedroleassignmentscheduleinstance");
        const rows = rowsOf(example);
        const all = expecting(example);
        expect(await listOf("assignments")).toEqual(rows);
        expect(all().query).toEqual({});
        stub.asked.length = 0;
        const one = expecting(example);
        const holders = await collect(tenant.listRoleHolders("62e90394-69f5-4237-9190-012177145e10"));
        expect(one().query).toEqual({
          $filter: "roleDefinitionId eq '62e90394-69f5-4237-9190-012177145e10'",
        });
        expect(holders.ok && holders.value).toEqual(rows);
      });

      test("eligible instances", async () => {
        const example = documented("list_unifiedroleeligibilityscheduleinstance");
        const seen = expecting(example);
        expect(await listOf("eligibilities")).toEqual(rowsOf(example));
        expect(seen().query).toEqual({});
      });

      test("administrative units", async () => {
        const example = documented("get_administrativeunits");
        const seen = expecting(example);
        const units = await listOf("administrativeUnits");
        expect(seen().query).toEqual({ $select: "id,displayName" });
        expect(units).toEqual(rowsOf(example).map(({ id, displayName }) => ({ id, displayName })));
      });

      test("licences: the documented tenant has one, and PIM is not in it", async () => {
        const example = documented("get_subscribedskus");
        const [sku] = rowsOf(example);
        const seen = expecting(example);
        const [licence] = await listOf("licences");
        expect(seen().query).toEqual({});
        expect(licence).toEqual({
          id: sku?.["id"],
          skuPartNumber: "ENTERPRISEPREMIUM",
          isForPim: false,
          isUsable: true,
          enabledUnits: 25,
          consumedUnits: 14,
        });
      });

      test.each([
        ["eec0eb4f-6444-4f95-aba0-50c24d67f998", "Enabled", true, true],
        ["e866a266-3cff-43a3-acca-0c90a7e00c8b", "Warning", true, true],
        ["eec0eb4f-6444-4f95-aba0-50c24d67f998", "Suspended", true, false],
        ["41781fb2-bc02-4b7c-bd55-b576c07bb09d", "Enabled", false, true],
      ])("licences: plan %s, %s", async (servicePlanId, capabilityStatus, isForPim, isUsable) => {
        const [sku] = rowsOf(documented("get_subscribedskus"));
        const prepaidUnits = { enabled: 3, warning: 4 };
        stub.answerInTurn({
          body: { value: [{ ...sku, prepaidUnits, capabilityStatus, servicePlans: [{ servicePlanId }] }] },
        });
        expect(await listOf("licences")).toMatchObject([{ isForPim, isUsable, enabledUnits: 7 }]);
      });

      test("the settings of all roles with their rules, as documented for one", async () => {
        const example = documented("list_unifiedrolemanagementpolicyassignment_expand_all_relationships");
        const seen = expecting(example);
        const [settings] = await listOf("roleSettings");
        expect(seen().query).toEqual({
          $filter: "scopeId eq '/' and scopeType eq 'DirectoryRole'",
          $expand: "policy($expand=rules)",
        });
        expect(settings).toMatchObject({ roleDefinitionId: GLOBAL_ADMINISTRATOR });
        const rules = settings !== undefined && "rules" in settings ? settings.rules : [];
        expect(rules.map(({ id }) => id)).toEqual(RULE_IDS);
        expect(activationNeeds({ rules })).toEqual({
          requires: ["MultiFactorAuthentication", "Justification"],
          authenticationContext: null,
          approvers: null,
        });
      });

      test.each([
        ["assignment", "list_unifiedroleassignmentschedulerequest"],
        ["eligibility", "list_unifiedroleeligibilityschedulerequest"],
      ] as const)("requests of the %s side, newest first", async (side, name) => {
        const example = documented(name);
        const seen = expecting(example);
        const of = {
          side,
          principalId: "071cc716-8147-4397-a5ba-b2105951cc0b",
          roleDefinitionId: "fdd7a751",
        };
        const requests = await tenant.listRequests(of);
        expect(seen().query).toEqual({
          $filter: `principalId eq '${of.principalId}' and roleDefinitionId eq 'fdd7a751'`,
        });
        if (!requests.ok) throw new Error(requests.problem.message);
        expect(new Set(requests.value.map(({ id }) => id))).toEqual(
          new Set(rowsOf(example).map(({ id }) => id)),
        );
        const times = requests.value.map(({ createdDateTime }) => Date.parse(createdDateTime ?? ""));
        expect(times).toEqual(times.toSorted((a, b) => b - a));
      });
    });

    describe("writing", () => {
      test.each([
        ["assignment", "create_unifiedroleassignmentschedulerequest_from_"],
        ["eligibility", "create_unifiedroleeligibilityschedulerequest_from_"],
        [
          "eligibility",
          "create_unifiedroleeligibilityschedulerequest_from_unifiedroleeligibilityschedulerequests_adminRemove",
        ],
      ] as const)("a request of the %s side (%s)", async (side, name) => {
        const example = documented(name);
        const asDocumented = example.requestBody;
        const seen = expecting(example);
        const request = requestFrom(side, asDocumented);
        const answer = await tenant.submit(request);
        const { headers, body } = seen();
        expect(headers["client-request-id"]).toBe(CLIENT_REQUEST_ID);
        expect(headers["content-type"]).toBe("application/json");
        const { scheduleInfo, ...rest } = asDocumented;
        expect(body).toEqual({
          justification: "",
          ...rest,
          ticketInfo: NO_TICKET,
          ...(scheduleInfo === undefined ? {} : { scheduleInfo: inOurWords(request) }),
        });
        const given = example.responseBody;
        expect(answer).toEqual({
          ok: true,
          requestId: "their-id",
          value: {
            id: given["id"],
            status: given["status"],
            action: given["action"],
            key: request.key,
            targetScheduleId: given["targetScheduleId"],
            justification: given["justification"],
            createdDateTime: given["createdDateTime"],
          },
        });
      });

      test("a write that is answered 201 with a body that can't be understood is looked for", async () => {
        const example = documented("create_unifiedroleassignmentschedulerequest_from_");
        const request = requestFrom("assignment", example.requestBody);
        for (const body of [
          "",
          "<html>",
          {},
          { ...example.responseBody, id: null },
          { ...example.responseBody, status: undefined },
        ]) {
          stub.answerInTurn({ status: 201, body });
          expect(await tenant.submit(request)).toMatchObject({
            problem: { code: "answerMalformed", verdict: "read", status: 201, requestId: "their-id" },
          });
        }
      });
    });

    test("the documented 429 is asked again later", async () => {
      expecting(documented("throttled"));
      expect(await tenant.readOrganization()).toMatchObject({
        problem: { code: "TooManyRequests", verdict: "retry", message: "Please retry again later." },
      });
    });
  },
);

function requestFrom(side: ScheduleRequest["side"], body: DocumentedRequest): ScheduleRequest {
  const endDateTime = body.scheduleInfo?.expiration.endDateTime;
  const granted =
    endDateTime === undefined
      ? ({ type: "noExpiration" } as const)
      : ({ type: "afterDateTime", endDateTime } as const);
  const { principalId, roleDefinitionId, directoryScopeId } = body;
  return {
    side,
    action: body.action,
    key: { principalId, roleDefinitionId, directoryScopeId, appScopeId: null },
    expiration: body.scheduleInfo === undefined ? null : granted,
    justification: body.justification ?? "",
    ticketInfo: NO_TICKET,
    clientRequestId: CLIENT_REQUEST_ID,
  };
}

/** The documented examples write the type in changing case, and a start of their day. */
function inOurWords({ expiration }: ScheduleRequest): object {
  return { startDateTime: NOW, expiration };
}
