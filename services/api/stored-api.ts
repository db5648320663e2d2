import { Type } from "typebox";
import { Parse } from "typebox/value";
import { createLog } from "@standdown/runtime";
import { createStore, openPool, type Store } from "@standdown/store";
import { startTestDatabase } from "../../test/environment/postgres.ts";
import { soundPlan, startApiUnderTest, type ApiUnderTest } from "./api-under-test.ts";
import { checkAnswers } from "./check-answers.ts";
import { checkStored, compileStored } from "./stored-tenant.ts";

/** What the tests read of a rollout that was made. */
export const Made = Type.Object({ id: Type.String(), inventoryId: Type.String(), state: Type.String() });

type Answer = ReturnType<ApiUnderTest["send"]>;
type Sender = Exclude<Parameters<ApiUnderTest["send"]>[0]["as"], null>;

/** The API over a real store, with short ways to speak to it and to bring rollouts into a state. */
export class StoredApi {
  readonly api: ApiUnderTest;
  readonly store: Store;
  readonly #close: () => Promise<void>;

  constructor(api: ApiUnderTest, store: Store, close: () => Promise<void>) {
    this.api = api;
    this.store = store;
    this.#close = close;
  }

  static async start(): Promise<StoredApi> {
    const database = await startTestDatabase();
    const log = createLog({ name: "test", level: "fatal" });
    const store = createStore(openPool(database.databaseUrl, { connectionsMax: 10, log }));
    const api = await startApiUnderTest(store);
    checkAnswers(api);
    return new StoredApi(api, store, async () => {
      await api.app.close();
      await store.close();
      await database.close();
    });
  }

  close(): Promise<void> {
    return this.#close();
  }

  post(as: Sender, url: string, body?: unknown): Answer {
    return this.api.send({ method: "POST", url, as, ...(body === undefined ? {} : { body }) });
  }

  get(url: string): Answer {
    return this.api.send({ method: "GET", url, as: "auditor" });
  }

  async makeRollout(as: Sender = "author"): Promise<{ id: string; inventoryId: string; state: string }> {
    return Parse(Made, (await this.post(as, "/v1/rollouts", { plan: soundPlan() })).body);
  }

  async makePlanned(as: Sender = "author"): Promise<{ id: string; inventoryId: string; digest: string }> {
    const { id, inventoryId } = await this.makeRollout(as);
    return { id, inventoryId, digest: await compileStored(this.store, id, inventoryId) };
  }

  async makeRunning(): Promise<{ id: string; digest: string }> {
    const planned = await this.makePlanned();
    const approval = { digest: planned.digest, decision: "approve", reason: "ok" };
    await this.post("approver", `/v1/rollouts/${planned.id}/approvals`, approval);
    await this.post("operator", `/v1/rollouts/${planned.id}/start`);
    await checkStored(this.store, planned.id);
    return planned;
  }
}
