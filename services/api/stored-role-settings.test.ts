import { Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MESSAGE_CENTER_READER, soundPlan } from "./api-under-test.ts";
import { fourHours } from "./four-hours.ts";
import { Made, StoredApi } from "./stored-api.ts";
import { compileAgain, completeInventory, someHolders } from "./stored-tenant.ts";

let stored: StoredApi;
beforeAll(async () => {
  stored = await StoredApi.start();
});
afterAll(() => stored.close());

/** A rollout that is compiled, of a plan that asks for multifactor authentication and allows eight hours. */
async function compiled(
  onConflict: "overwrite" | "tightenOnly",
): Promise<{ id: string; inventoryId: string }> {
  const { spec, ...plan } = soundPlan();
  const roleSettings = {
    templates: {
      reader: { activation: { maximumDuration: "PT8H", require: ["MultiFactorAuthentication"] } },
    },
    assign: [{ roles: [{ id: MESSAGE_CENTER_READER }], template: "reader" }],
    onConflict,
  };
  const posted = await stored.post("author", "/v1/rollouts", {
    plan: { ...plan, spec: { ...spec, roleSettings } },
  });
  const { id, inventoryId } = Parse(Made, posted.body);
  const page = { kind: "roleSettings", rows: [fourHours] } as const;
  await completeInventory(stored.store, inventoryId, someHolders(), [page]);
  await compileAgain(stored.store, id);
  return { id, inventoryId };
}

const tightened = { ruleId: "Enablement_EndUser_Assignment", effect: "tightening" };
const loosened = { ruleId: "Expiration_EndUser_Assignment", effect: "loosening" };

it("what a plan makes of the settings is foretold rule by rule, and listed as work to come", async () => {
  const { id } = await compiled("tightenOnly");
  const row = {
    roleDefinitionId: MESSAGE_CENTER_READER,
    roleName: "Message Center Reader",
    wavePosition: 0,
    pointer: "/spec/roleSettings/assign/0",
    rules: [tightened],
    kept: [loosened],
  };
  expect(await stored.get(`/v1/rollouts/${id}/what-if`)).toMatchObject({
    status: 200,
    body: { roleSettings: [row] },
  });
  const listed = { ...row, state: "pending", write: null, conflicts: [], wait: null };
  const url = `/v1/rollouts/${id}/role-settings`;
  expect(await stored.get(url)).toMatchObject({ status: 200, body: { items: [listed], next: null } });
  expect((await stored.get(`${url}?state=pending&wave=pilot`)).body).toMatchObject({ items: [listed] });
  expect((await stored.get(`${url}?state=applied`)).body).toEqual({ items: [], next: null });
  expect((await stored.get(`${url}?wave=broad`)).body).toEqual({ items: [], next: null });
  expect((await stored.get(`${url}?cursor=x`)).status).toBe(422);
  expect(await stored.post("operator", `${url}/check`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("nobody has started it yet") },
  });
  await stored.post("operator", `/v1/rollouts/${id}/abort`);
});

it("what is loosened on purpose is a rule that changes, and the tenant as it was read is a template of its own", async () => {
  const { id, inventoryId } = await compiled("overwrite");
  expect((await stored.get(`/v1/rollouts/${id}/what-if`)).body).toMatchObject({
    roleSettings: [{ rules: [loosened, tightened], kept: [] }],
  });
  const Template = Type.Object({
    roleSettings: Type.Object({ templates: Type.Record(Type.String(), Type.Any()) }),
  });
  const { body } = await stored.get(`/v1/inventories/${inventoryId}/role-settings-template`);
  const { templates } = Parse(Template, body).roleSettings;
  expect(Object.values(templates)).toMatchObject([{ activation: { maximumDuration: "PT4H", require: [] } }]);
  await stored.post("operator", `/v1/rollouts/${id}/abort`);
});
