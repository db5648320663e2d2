import { expect, test } from "vitest";
import { compile, group, plan, READER, SOUND, tenant } from "../testing/guarded-tenant.ts";

const TEAM = { id: "team", type: "group", isAssignableToRole: true, holds: [READER] } as const;
const withBot = { ...group("inner", []), servicePrincipalIds: ["bot"] };

/** Disposition and reason of the team's assignment. */
function ofTeam(groupMembers: Parameters<typeof tenant>[1], spec: Parameters<typeof plan>[0] = {}): string[] {
  const compiled = compile(tenant([...SOUND, TEAM], groupMembers), plan(spec));
  const entries = compiled.ok ? compiled.manifest.entries : [];
  return entries
    .filter(({ key }) => key.principalId === "team")
    .flatMap(({ disposition, reason }) => [disposition, reason]);
}

test("a group with an application in it is for a person: an application could not activate what the group holds", () => {
  const people = [group("team", ["ann"])];
  expect(ofTeam({ groupMembers: people })).toEqual(["convert", "selected"]);
  const direct = [{ ...group("team", ["ann"]), servicePrincipalIds: ["bot"] }];
  expect(ofTeam({ groupMembers: direct })).toEqual(["review", "groupHasApplications"]);
  const nested = [
    { ...group("team", ["ann"]), groupIds: ["inner"] },
    { ...withBot, groupIds: ["team"] },
  ];
  expect(ofTeam({ groupMembers: nested })).toEqual(["review", "groupHasApplications"]);
});

test("nothing is taken from a group with an application in it: nor from one that nobody read: that could be Standdown's own", () => {
  const key = { principalId: "team", roleDefinitionId: READER, directoryScopeId: "/" };
  const spec = { dispositions: [{ ...key, disposition: "remove", reason: "asked" } as const] };
  const withApplication = [{ ...group("team", ["ann"]), servicePrincipalIds: ["bot"] }];
  expect(ofTeam({ groupMembers: [group("team", ["ann"])] }, spec)).toEqual(["remove", "decided"]);
  expect(ofTeam({ groupMembers: withApplication }, spec)).toEqual(["review", "ownIdentityUnknown"]);
  expect(ofTeam({}, spec)).toEqual(["review", "ownIdentityUnknown"]);
});
