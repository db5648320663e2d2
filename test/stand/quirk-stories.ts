import type { TenantState } from "@standdown/cli/demo";
import { keyText, type AccessKey, type Conversion, type Timing } from "@standdown/domain";
import type { Carelessness } from "./careless.ts";
import { differencesFromClaims } from "./ledger-claims.ts";
import { REAL_TIMING, type EndedConversion, type LightEngine } from "./light-engine.ts";
import { activate, conversionOf, giveStanding, keyOf, makePrincipal } from "./quirk-person.ts";
import { setQuirks, type Quirks } from "./trouble.ts";

/** With what a story is told. */
export type Telling = {
  readonly engine: LightEngine;
  /** Leaves a defence out, or nothing. */
  readonly carelessness: Carelessness;
  readonly timing: Timing;
  /** What is switched on when the story comes to it. */
  readonly quirks: Quirks;
};

/** How a story ended, and every harm that is seen in the tenant, past the product. */
export type Told = { readonly ends: string; readonly harms: readonly string[] };
export type Story = (telling: Telling) => Promise<Told>;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Somebody who has held a role for a while is converted. */
export const conversionStory: Story = async (telling) => {
  const key = await givenStanding(telling);
  await switchOn(telling);
  return await convert(telling, conversionOf(telling.engine, key));
};

/** The same, and what is granted ends after more than a year. */
export const longEligibilityStory: Story = async (telling) => {
  const key = await givenStanding(telling);
  await switchOn(telling);
  const term = { type: "after", durationMs: 400 * DAY_MS } as const;
  return await convert(telling, conversionOf(telling.engine, key, "user", term));
};

/** Somebody who was made just now, and given a role, is converted. */
export const newPersonStory: Story = async (telling) => {
  await switchOn(telling);
  const key = keyOf(await makePrincipal(telling.engine, "/users"));
  await giveStanding(telling.engine, key);
  return await convert(telling, conversionOf(telling.engine, key));
};

/** Somebody who was given a role just now is converted. */
export const newStandingStory: Story = async (telling) => {
  const key = keyOf(await makePrincipal(telling.engine, "/users"));
  await switchOn(telling);
  await giveStanding(telling.engine, key);
  return await convert(telling, conversionOf(telling.engine, key));
};

/** An application, which can't be eligible, is converted all the same. */
export const servicePrincipalStory: Story = async (telling) => {
  const { servicePrincipalHolderIds } = await telling.engine.simulated.readFacts();
  const { assigned } = await telling.engine.simulated.readState();
  const held = assigned.find(({ principalId }) => servicePrincipalHolderIds.includes(principalId));
  if (held === undefined) throw new Error("no application holds a role");
  const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = held;
  const key = { principalId, roleDefinitionId, directoryScopeId, appScopeId };
  await switchOn(telling);
  return await convert(telling, conversionOf(telling.engine, key, "servicePrincipal"));
};

/** A conversion is put back while its person uses the eligibility. */
export const cutShortStory: Story = async (telling) => {
  const { engine, carelessness, timing } = telling;
  const key = await givenStanding(telling);
  const { conversion } = await engine.carryOut(conversionOf(engine, key), engine.tenant, timing);
  await activate(engine, key);
  const lastsUntilMs = engine.now().getTime() + 60 * MINUTE_MS;
  await switchOn(telling);
  const back: Conversion = { ...conversion, direction: "back" };
  const ended = await engine.carryOut(back, carelessness(engine.tenant), timing);
  const { activated } = await engine.simulated.readState();
  const isUsed = activated.some((row) => keyText(row) === keyText(key));
  const isCut = !isUsed && engine.now().getTime() < lastsUntilMs - MINUTE_MS;
  const told = await seenOf(engine, ended);
  return { ...told, harms: [...told.harms, ...(isCut ? ["the activation was cut short"] : [])] };
};

/** An inventory is read. */
export const inventoryStory: Story = async (telling) => {
  const { engine, carelessness } = telling;
  await switchOn(telling);
  const pages = await engine.readInventory(carelessness(engine.tenant));
  const known = new Set(
    pages.flatMap((page) =>
      page.kind === "roleAssignments" || page.kind === "assignments" ? page.rows.map(keyText) : [],
    ),
  );
  const { assigned } = await engine.simulated.readState();
  const missing = assigned.filter((row) => row.endDateTime === null && !known.has(keyText(row)));
  return {
    ends: "complete",
    harms: missing.length === 0 ? [] : [`${missing.length} standing rows are missing`],
  };
};

/** A group that cannot hold roles is converted all the same; answers also with how often it was written to. */
export async function groupWithoutRolesStory(
  telling: Telling,
): Promise<Told & { readonly writeCount: number }> {
  const { engine } = telling;
  const key = keyOf(await makePrincipal(engine, "/groups"));
  let writeCount = 0;
  const counting: Carelessness = (tenant) => ({
    ...tenant,
    submit: async (request) => {
      writeCount += 1;
      return await tenant.submit(request);
    },
  });
  await switchOn(telling);
  const conversion = conversionOf(engine, key, "group");
  const ended = await engine.carryOut(conversion, counting(engine.tenant), REAL_TIMING);
  return { ends: endOf(ended), harms: [], writeCount };
}

/** Everything that the product does with a tenant: an inventory, a conversion, and its way back. */
export async function wholeStory(telling: Telling): Promise<void> {
  const { engine } = telling;
  await switchOn(telling);
  await engine.readInventory(engine.tenant);
  const key = await givenStanding(telling);
  const { conversion } = await engine.carryOut(conversionOf(engine, key), engine.tenant, REAL_TIMING);
  await engine.carryOut({ ...conversion, direction: "back" }, engine.tenant, REAL_TIMING);
}

async function givenStanding({ engine }: Telling): Promise<AccessKey> {
  const key = keyOf(await makePrincipal(engine, "/users"));
  await giveStanding(engine, key);
  await engine.pass(6 * MINUTE_MS);
  return key;
}

/** What is there already when a lag begins is shown. */
async function switchOn({ engine, quirks }: Telling): Promise<void> {
  await setQuirks(engine.simulated, quirks);
  await engine.pass(1000);
}

async function convert(telling: Telling, conversion: Conversion): Promise<Told> {
  const { engine, carelessness, timing } = telling;
  return await seenOf(engine, await engine.carryOut(conversion, carelessness(engine.tenant), timing));
}

/** What the tenant holds and what its watchdog saw, compared with what the product says. */
async function seenOf(engine: LightEngine, ended: EndedConversion): Promise<Told> {
  const { key, steps } = ended.conversion;
  const before: TenantState = { assigned: [], activated: [], eligible: [] };
  const after = await engine.simulated.readState();
  const claimant = {
    key,
    state: ended.move.to,
    outcomeCode: ended.move.code,
    steps: Object.values(steps),
  };
  await engine.pass(2 * MINUTE_MS);
  const { violations } = await engine.simulated.readWatchdog();
  const lost = violations
    .map((violation) => JSON.stringify(violation))
    .filter((violation) => violation.includes(key.principalId));
  return { ends: endOf(ended), harms: [...lost, ...differencesFromClaims([claimant], before, after)] };
}

function endOf({ move }: EndedConversion): string {
  return move.code === null ? move.to : `${move.to} (${move.code})`;
}
