import { Type } from "typebox";
import { Check } from "typebox/value";
import { afterAll, beforeAll, expect, test } from "vitest";
import { soundPlan, type ApiUnderTest } from "./api-under-test.ts";
import { Dice } from "./fuzz/dice.ts";
import { mutateBytes } from "./fuzz/mutate-bytes.ts";
import { mutateJson } from "./fuzz/mutate-json.ts";
import { mutateTable } from "./fuzz/mutate-table.ts";
import { openTable, postSheet, type Table } from "./sheet/sheet-under-test.ts";
import { StoredApi } from "./stored-api.ts";

/** So many documents, half of them plans; `FUZZ_RUNS=100000` takes some minutes. */
const RUNS = Math.ceil(Number(process.env["FUZZ_RUNS"] ?? 3000) / 2);
const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000_000);
/** None of these documents is large; the machine may be busy. */
const ANSWER_MS_MAX = 20_000;
const AT_ONCE = 6;

const Pointed = Type.Object({ pointer: Type.String({ pattern: "^(/|$)" }) });
const Placed = Type.Object({ row: Type.Integer({ minimum: 1 }), column: Type.String({ minLength: 1 }) });
const Refusal = Type.Object({ code: Type.String(), errors: Type.Array(Type.Unknown()) });

let stored: StoredApi;
let rolloutId: string;
let inventoryId: string;
let manifest: Table;
beforeAll(async () => {
  stored = await StoredApi.start();
  ({ id: rolloutId } = await stored.makePlanned());
  manifest = openTable((await stored.get(`/v1/rollouts/${rolloutId}/manifest.csv`)).text);
  inventoryId = (await stored.store.readRollout(rolloutId))?.inventoryId ?? "";
  await stored.post("operator", `/v1/rollouts/${rolloutId}/abort`);
});
afterAll(() => stored.close());

type Answer = Awaited<ReturnType<ApiUnderTest["send"]>>;

/** A plan with every section, so that every section is changed. */
function wholePlan(): unknown {
  const plan = soundPlan();
  const [principalId = ""] = plan.spec.emergencyAccess.principals;
  const when = { principalTypes: ["user"], noSignInForDays: 90, roles: [{ privileged: true }], tiers: [2] };
  return {
    ...plan,
    spec: {
      ...plan.spec,
      exclusions: [{ principalId, reasonCode: "x", owner: "x", expires: "2999-01-01" }],
      dispositions: [
        {
          principalId,
          roleDefinitionId: principalId,
          directoryScopeId: "/",
          disposition: "keep",
          reason: "said so",
        },
      ],
      // oxlint-disable-next-line unicorn/no-thenable
      strategy: { default: "convert", rules: [{ name: "old", when, then: "keep" }] },
    },
  };
}

async function postPlan(dice: Dice): Promise<Answer> {
  const order = { plan: wholePlan(), ...(dice.isOneIn(3) ? { inventoryId } : {}) };
  const mutated = JSON.stringify(dice.isOneIn(8) ? order : mutateJson(order, dice));
  const body = dice.isOneIn(3) ? mutateBytes(Buffer.from(mutated), dice) : mutated;
  const url = dice.isOneIn(2) ? "/v1/rollouts" : "/v1/plans/validate";
  return stored.api.send({ method: "POST", url, as: "author", body });
}

async function postCsv(dice: Dice): Promise<Answer> {
  const mutated = Buffer.from(mutateTable(manifest, dice), dice.isOneIn(10) ? "utf16le" : "utf8");
  return postSheet(stored.api, rolloutId, dice.isOneIn(3) ? mutateBytes(mutated, dice) : mutated);
}

/** What is wrong with an answer; null where nothing is. */
function faultOf({ status, body }: Answer, problem: typeof Pointed | typeof Placed): string | null {
  if (status < 300) return null;
  if (status >= 500) return `status ${status}`;
  if (!Check(Refusal, body)) return "no problem document";
  if (status === 422 && body.errors.length === 0) return "no mistake is named";
  return body.errors.every((mistake) => Check(problem, mistake)) ? null : "a mistake without its place";
}

async function fuzz(
  post: (dice: Dice) => Promise<Answer>,
  problem: typeof Pointed | typeof Placed,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let run = next++; run < RUNS; run = next++) {
      const startedMs = performance.now();
      const answer = await post(new Dice(SEED + run));
      const elapsedMs = performance.now() - startedMs;
      const fault = elapsedMs > ANSWER_MS_MAX ? `${elapsedMs} ms` : faultOf(answer, problem);
      if (fault !== null)
        throw new Error(`FUZZ_SEED=${SEED + run}, its first document: ${fault} ${answer.text}`);
      counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return counts;
}

function told(what: string, counts: Map<number, number>): void {
  const text = [...counts].toSorted(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  process.stdout.write(`fuzz: ${RUNS} ${what} from FUZZ_SEED=${SEED}: ${text.join(", ")}\n`);
}

// A run that hangs ends here.
const TIMEOUT_MS = 60_000 + RUNS * 100;

test(
  "no plan, however it is broken, ends in a failure of ours or hangs, and every mistake has its pointer",
  async () => {
    const counts = await fuzz(postPlan, Pointed);
    told("plans", counts);
    expect(counts.get(422)).toBeGreaterThan(RUNS / 4);
    expect((counts.get(202) ?? 0) + (counts.get(200) ?? 0)).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test(
  "no CSV, however it is broken, ends in a failure of ours or hangs, and every mistake has its row and column",
  async () => {
    const counts = await fuzz(postCsv, Placed);
    told("CSV files", counts);
    expect(counts.get(422)).toBeGreaterThan(RUNS / 4);
    expect(counts.get(201)).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
