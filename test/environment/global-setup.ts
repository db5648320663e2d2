import { randomInt } from "node:crypto";
import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A Redis that all suites share: each takes a prefix of its own. */
    readonly redisUrl: string;
    /** A PostgreSQL in which a suite may create databases. */
    readonly postgresAdminUrl: string;
    /** The seed of every property of this run. */
    readonly propertySeed: number;
  }
}

/** Starts what all suites share; it ends with the run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const propertySeed = readSeed(process.env["FC_SEED"]);
  project.provide("propertySeed", propertySeed);
  console.log(`properties are tried with seed ${propertySeed}; FC_SEED=${propertySeed} tries the same again`);

  const closings: (() => Promise<void>)[] = [];
  const tearDown = async () => {
    for (let close = closings.pop(); close !== undefined; close = closings.pop()) await close();
  };
  try {
    const given = process.env["REDIS_URL"];
    if (given === undefined || given === "") {
      const redis = await startRedis();
      closings.push(() => redis.kill());
      project.provide("redisUrl", redis.redisUrl);
    } else {
      project.provide("redisUrl", given);
    }
    const postgres = await startPostgres();
    closings.push(() => postgres.close());
    project.provide("postgresAdminUrl", postgres.adminUrl);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

function readSeed(given: string | undefined): number {
  if (given === undefined || given === "") return randomInt(2 ** 31);
  const seed = Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error("FC_SEED must be a whole number");
  return seed;
}
