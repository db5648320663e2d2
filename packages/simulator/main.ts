import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { readArguments } from "./arguments.ts";
import type { SimulatorArguments } from "./arguments.ts";
import { writeCaFile } from "./ca-file.ts";
import { createCertificate } from "./certificate.ts";
import { createClock } from "./clock.ts";
import { readContractFile } from "./contract/contract-file.ts";
import { buildControlServer } from "./control/server.ts";
import { createRandom } from "./random.ts";
import { seedTenant } from "./seed/tenant.ts";
import { buildTenantServer } from "./server.ts";
import { Faults } from "./faults/faults.ts";
import { Tokens } from "./state/tokens.ts";
import { Throttle } from "./throttle/throttle.ts";

const HEARTBEAT_MS = 100;

/** The port that a server listens on. */
function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port.");
  return address.port;
}

async function run(settings: SimulatorArguments): Promise<void> {
  const certificate = await createCertificate(new Date());
  const { tenant, facts } = seedTenant({
    seed: settings.seed,
    adminCount: settings.adminCount,
    epochAt: settings.epochAt ?? Date.now(),
    minimumAgeMs: settings.minimumAgeMs,
    clock: createClock(Date.now),
    profile: settings.profile,
    lagFactor: settings.lagFactor,
  });
  const contract = settings.strictFile === null ? null : readContractFile(settings.strictFile);
  const clientSecret = settings.clientSecret ?? randomBytes(24).toString("base64url");
  const faults = new Faults(settings.seed);
  const throttle = new Throttle({
    preset: settings.limits,
    wallNow: Date.now,
    userCount: () => tenant.directory.count("user"),
    pimWriteLimit: () => tenant.quirks.value("pimWriteLimit"),
  });
  const graph = buildTenantServer({
    tenant,
    faults,
    throttle,
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
    contract,
  });
  const control = buildControlServer({ tenant, faults, throttle, facts, contract });
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
  // What is due happens also while nobody asks.
  const heartbeat = setInterval(() => tenant.settle(), HEARTBEAT_MS);
  const stop = async (): Promise<void> => {
    clearInterval(heartbeat);
    caFile.remove();
    await Promise.all([graph.close(), control.close()]);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
}

const settings = readArguments(process.argv.slice(2));
if (settings.isOk) {
  await run(settings.value);
} else {
  process.stderr.write(`${settings.problem}\n`);
  process.exitCode = 2;
}
