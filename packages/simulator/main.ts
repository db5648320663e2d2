import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { readArguments } from "./arguments.ts";
import type { SimulatorArguments } from "./arguments.ts";
import { writeCaFile } from "./ca-file.ts";
import { createCertificate } from "./certificate.ts";
import { createClock } from "./clock.ts";
import { buildControlServer } from "./control/server.ts";
import { createRandom } from "./random.ts";
import type { Inventory } from "./rehearsal/inventory.ts";
import { loadTenant } from "./rehearsal/load-tenant.ts";
import { readInventoryFile } from "./rehearsal/read-inventory.ts";
import type { SeededTenant } from "./seed/tenant.ts";
import { seedTenant } from "./seed/tenant.ts";
import { buildTenantServer } from "./server.ts";
import { Faults } from "./state/faults.ts";
import { Tokens } from "./state/tokens.ts";

/** The port that a server listens on. */
function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port.");
  return address.port;
}

/** A tenant that is made up, or the one of an inventory. */
function makeTenant(settings: SimulatorArguments, inventory: Inventory | null): SeededTenant {
  const { seed, minimumAgeMs, profile, lagFactor } = settings;
  const ways = { seed, minimumAgeMs, profile, lagFactor, clock: createClock(Date.now) };
  if (inventory !== null) return loadTenant(inventory, ways);
  const { adminCount, assignmentsPerAdmin, epochAt } = settings;
  return seedTenant({ ...ways, adminCount, assignmentsPerAdmin, epochAt: epochAt ?? Date.now() });
}

async function run(settings: SimulatorArguments, inventory: Inventory | null): Promise<void> {
  const certificate = await createCertificate(new Date());
  const { tenant, facts } = makeTenant(settings, inventory);
  const clientSecret = settings.clientSecret ?? randomBytes(24).toString("base64url");
  const faults = new Faults(createRandom(settings.seed + 3));
  const graph = buildTenantServer({
    tenant,
    faults,
    certificate,
    tokens: new Tokens(settings.tokenLifetimeMs, Date.now),
    identity: {
      tenantId: facts.tenantId,
      clientId: facts.clientId,
      clientSecret,
      servicePrincipalId: facts.callerId,
    },
    random: createRandom(settings.seed + 2),
    directoryPageSize: settings.directoryPageSize,
    rolePageSize: settings.rolePageSize,
  });
  const control = buildControlServer({ tenant, faults, facts });
  await graph.listen({ host: settings.listen, port: settings.port });
  await control.listen({ host: settings.listen, port: settings.controlPort });
  const caFile = writeCaFile(certificate.caPem, settings.caFile);
  const baseUrl = `https://localhost:${portOf(graph)}`;
  const announcement = {
    graphBaseUrl: baseUrl,
    authorityHost: baseUrl,
    tenantId: facts.tenantId,
    clientId: facts.clientId,
    clientSecret,
    caFile: caFile.path,
    controlUrl: `http://127.0.0.1:${portOf(control)}`,
  };
  const stop = async (): Promise<void> => {
    caFile.remove();
    await Promise.all([graph.close(), control.close()]);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
}

/** More than these are counted and not told. */
const TOLD_PROBLEM_COUNT = 1000;

function refuseToStart(lines: readonly string[]): void {
  const untoldCount = lines.length - TOLD_PROBLEM_COUNT;
  const told = lines.slice(0, TOLD_PROBLEM_COUNT);
  if (untoldCount > 0) told.push(`and ${untoldCount} more`);
  process.stderr.write(`${told.join("\n")}\n`);
  process.exitCode = 2;
}

const settings = readArguments(process.argv.slice(2));
if (!settings.isOk) {
  refuseToStart([settings.problem]);
} else if (settings.value.from === null) {
  await run(settings.value, null);
} else {
  const { from } = settings.value;
  const reading = readInventoryFile(from);
  if (reading.isOk) await run(settings.value, reading.inventory);
  else refuseToStart(reading.problems.map((problem) => `${from}${problem}`));
}
