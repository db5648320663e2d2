import { beforeEach, describe, expect, test } from "vitest";
import { objectAt, objectsAt } from "../testing/json.ts";
import type { JsonObject } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab } from "../testing/lab.ts";
import { SMALL, smallInventory } from "../testing/small-inventory.ts";
import type { Inventory } from "./inventory.ts";
import { checkInventory } from "./read-inventory.ts";

const given = smallInventory();
const REPORT = "/reports/authenticationMethods/userRegistrationDetails";
const PROFILE = [
  "country",
  "jobTitle",
  "externalUserState",
  "identities",
  "assignedPlans",
  "signInActivity",
  "createdDateTime",
];
let lab: Lab;

/** Where something is wrong. */
function placesIn(changed: Partial<Inventory>): readonly (string | undefined)[] {
  const reading = checkInventory({ ...given, ...changed });
  return reading.isOk ? [] : reading.problems.map((problem) => problem.split(":")[0]);
}

async function list(path: string): Promise<readonly JsonObject[]> {
  return objectsAt((await lab.graph("GET", path)).body, "value");
}

async function profileOf(id: string): Promise<JsonObject> {
  const { body } = await lab.graph("GET", `/users/${id}?$select=${PROFILE.join()}`);
  const { "@odata.context": _context, ...profile } = body;
  return profile;
}

beforeEach(async () => {
  lab = await createLab({ inventory: given });
});

describe("people", () => {
  test("are told of as the directory told of them", async () => {
    const profile = await profileOf(SMALL.user);
    expect(profile).toMatchObject({
      country: "Norway",
      jobTitle: "Engineer",
      externalUserState: "PendingAcceptance",
      createdDateTime: "2021-02-03T04:05:06Z",
      assignedPlans: [{ servicePlanId: "eec0eb4f-6444-4f95-aba0-50c24d67f998", capabilityStatus: "Enabled" }],
    });
    expect(objectsAt(profile, "identities")[0]).toMatchObject({ issuer: "MicrosoftAccount" });
    expect(objectAt(profile, "signInActivity")).toMatchObject({
      lastSuccessfulSignInDateTime: "2026-09-30T10:00:00Z",
    });
  });

  test("of whom something was not known are not told of, and who never signed in never did", async () => {
    const nothing = Object.fromEntries(PROFILE.map((name) => [name, null]));
    expect(await profileOf(SMALL.unsaid)).toMatchObject(nothing);
    const never = await profileOf(SMALL.never);
    expect(objectAt(never, "signInActivity")).toMatchObject({
      lastSignInDateTime: null,
      lastNonInteractiveSignInDateTime: null,
      lastSuccessfulSignInDateTime: null,
    });
    expect(never["assignedPlans"]).toEqual([]);
  });

  test("are in the report as they were, administrators all of them, and nobody else is in it", async () => {
    const rows = await list(`${REPORT}?$filter=isAdmin eq true`);
    expect(
      rows
        .map(({ id, isMfaRegistered, methodsRegistered }) => ({ id, isMfaRegistered, methodsRegistered }))
        .toSorted((one, other) => String(one.id).localeCompare(String(other.id))),
    ).toEqual(given.mfaRegistrations);
    expect(await list(REPORT)).toHaveLength(given.mfaRegistrations.length);
    expect((await lab.graph("GET", `${REPORT}/${SMALL.unsaid}`)).status).toBe(404);
  });
});

describe("groups", () => {
  test("have the members that they had, of whom nothing but the id is known where nothing else was said", async () => {
    const members = await list(`/groups/${SMALL.group}/members?$select=id,displayName`);
    const names = new Map(
      members.map((member) => [member["id"], [member["@odata.type"], member["displayName"]]]),
    );
    expect(names).toEqual(
      new Map([
        [SMALL.user, ["#microsoft.graph.user", "Wei Chen"]],
        [SMALL.member, ["#microsoft.graph.user", SMALL.member]],
        [SMALL.memberGroup, ["#microsoft.graph.group", SMALL.memberGroup]],
        [SMALL.application, ["#microsoft.graph.servicePrincipal", "Backup"]],
      ]),
    );
    expect(await list(`/groups/${SMALL.dynamicGroup}/members`)).toEqual([]);
  });

  test("are dynamic or not as they were, and not said to be either where that was not known", async () => {
    const unsaid = given.principals.map((one) =>
      one.id === SMALL.group ? { ...one, isDynamic: null } : one,
    );
    const select = "$select=id,groupTypes";
    expect(await list(`/groups?${select}`)).toMatchObject([
      { id: SMALL.group, groupTypes: [] },
      { id: SMALL.dynamicGroup, groupTypes: ["DynamicMembership"] },
      { id: SMALL.memberGroup },
    ]);
    const inventory: Inventory = Object({ ...given, principals: unsaid });
    lab = await createLab({ inventory });
    expect((await lab.graph("GET", `/groups/${SMALL.group}?${select}`)).body["groupTypes"]).toBeNull();
  });

  test("of which it is not known who is in them are refused, and so is whoever cannot be in one as it is said", () => {
    const [first, second] = given.groupMembers;
    if (first === undefined || second === undefined) throw new Error("the small inventory has no groups");
    expect(placesIn({ groupMembers: [first] })).toEqual(["/principals/4/id"]);
    expect(placesIn({ groupMembers: [first, second, { ...second, id: SMALL.user }] })).toEqual([
      "/groupMembers/2/id",
    ]);
    const members = {
      ...second,
      userIds: [SMALL.deleted, SMALL.application],
      groupIds: [SMALL.member],
      servicePrincipalIds: [SMALL.application],
    };
    expect(placesIn({ groupMembers: [first, members] })).toEqual([
      "/groupMembers/1",
      "/groupMembers/1/userIds/0",
      "/groupMembers/1/userIds/1",
      "/groupMembers/1/groupIds/0",
    ]);
  });
});

test("a report that has somebody who is no person, or whom the directory did not know, is refused", () => {
  const row = { isMfaRegistered: true, methodsRegistered: [] };
  const mfaRegistrations = [SMALL.group, SMALL.deleted, SMALL.memberGroup].map((id) => ({ ...row, id }));
  expect(placesIn({ mfaRegistrations })).toEqual([0, 1, 2].map((at) => `/mfaRegistrations/${at}/id`));
});
