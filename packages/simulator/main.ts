import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { readArguments } from "./arguments.ts";
import type { SimulatorArguments } from "./arguments.ts";
import type { ClientIdentity } from "./authority/client-identity.ts";
import { createFederatedToken, registerClient } from "./authority/client-identity.ts";
import type { AuthorityKeys } from "./authority/keys.ts";
import { createAuthorityKeys } from "./authority/keys.ts";
import { createCertificate } from "./certificate.ts";
import type { ClientFiles } from "./client-files.ts";
import { writeClientFiles } from "./client-files.ts";
import { createClock } from "./clock.ts";
import { readContractFile } from "./contract/contract-file.ts";
import { IDENTITY_PATH } from "./control/routes/managed-identity.ts";
import { buildControlServer } from "./control/server.ts";
import { createRandom } from "./random.ts";
import type { Inventory } from "./rehearsal/inventory.ts";
import { loadTenant } from "./rehearsal/load-tenant.ts";
import { readInventoryFile } from "./rehearsal/read-inventory.ts";
import { makeScenario } from "./scenarios/scenarios.ts";
import type { SeededTenant } from "./seed/tenant.ts";
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

/** Gives a client what the libraries read from files. */
async function writeCredentials(
  caPem: string,
  identity: ClientIdentity,
  keys: AuthorityKeys,
  wantedCaFile: string | null,
): Promise<ClientFiles> {
  const { keyPem, certPem } = keys.clientCertificate;
  const federatedToken = await createFederatedToken(identity, keys.federation, new Date());
  const contents = { caPem, clientCertificatePem: `${keyPem.trim()}\n${certPem.trim()}\n`, federatedToken };
  return writeClientFiles(contents, wantedCaFile);
}

/** A tenant that is made up, that of a scenario, or the one of an inventory. */
function makeTenant(settings: SimulatorArguments, inventory: Inventory | null): SeededTenant {
  const { seed, minimumAgeMs, profile, lagFactor } = settings;
  const ways = { seed, minimumAgeMs, profile, lagFactor, clock: createClock(Date.now) };
  if (inventory !== null) return loadTenant(inventory, ways);
  const { adminCount, assignmentsPerAdmin, scenario } = settings;
  const epochAt = settings.epochAt ?? Date.now();
  if (scenario !== null) return makeScenario(scenario, { ...ways, epochAt });
  return seedTenant({ ...ways, adminCount, assignmentsPerAdmin, epochAt });
}

async function run(settings: SimulatorArguments, inventory: Inventory | null): Promise<void> {
  const certificate = await createCertificate(new Date());
  const keys = await createAuthorityKeys(new Date());
  const { tenant, facts } = makeTenant(settings, inventory);
  const contract = settings.strictFile === null ? null : readContractFile(settings.strictFile);
  const clientSecret = settings.clientSecret ?? randomBytes(24).toString("base64url");
  const faults = new Faults(settings.seed);
  const throttle = new Throttle({
    preset: settings.limits,
    wallNow: Date.now,
    userCount: () => tenant.directory.count("user"),
    pimWriteLimit: () => tenant.quirks.value("pimWriteLimit"),
  });
  const { tenantId, clientId, callerId: servicePrincipalId } = facts;
  const identity = registerClient({ tenantId, clientId, servicePrincipalId }, clientSecret, keys);
  const tokens = new Tokens({
    lifetimeMs: settings.tokenLifetimeMs,
    wallNow: Date.now,
    signingKey: keys.tokens,
  });
  const graph = buildTenantServer({
    tenant,
    faults,
    throttle,
    certificate,
    tokens,
    identity,
    random: createRandom(settings.seed + 2),
    directoryPageSize: settings.directoryPageSize,
    rolePageSize: settings.rolePageSize,
    contract,
  });
  const control = buildControlServer({ tenant, faults, throttle, facts, contract, tokens, identity });
  await graph.listen({ host: settings.listen, port: settings.port });
  await control.listen({ host: settings.listen, port: settings.controlPort });
  const files = await writeCredentials(certificate.caPem, identity, keys, settings.caFile);
  const baseUrl = `https://localhost:${portOf(graph)}`;
  const controlUrl = `http://127.0.0.1:${portOf(control)}`;
  const announcement = {
    graphBaseUrl: baseUrl,
    authorityHost: baseUrl,
    tenantId,
    clientId,
    clientSecret,
    clientCertificateFile: files.clientCertificateFile,
    federatedTokenFile: files.federatedTokenFile,
    identityEndpoint: `${controlUrl}${IDENTITY_PATH}`,
    identityHeader: identity.identityHeader,
    caFile: files.caFile,
    controlUrl,
  };
  // What is due happens also while nobody asks.
  const heartbeat = setInterval(() => tenant.settle(), HEARTBEAT_MS);
  const stop = async (): Promise<void> => {
    clearInterval(heartbeat);
    files.remove();
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

/** Runs it; a port that is taken or a file that cannot be written ends it with a sentence. */
async function tryToRun(settings: SimulatorArguments, inventory: Inventory | null): Promise<void> {
  try {
    await run(settings, inventory);
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    refuseToStart([`The simulator cannot start: ${error.message}.`]);
    process.exit();
  }
}

const settings = readArguments(process.argv.slice(2));
if (!settings.isOk) {
  refuseToStart([settings.problem]);
} else if (settings.value.from === null) {
  await tryToRun(settings.value, null);
} else {
  const { from } = settings.value;
  const reading = readInventoryFile(from);
  if (reading.isOk) await tryToRun(settings.value, reading.inventory);
  else refuseToStart(reading.problems.map((problem) => `${from}${problem}`));
}
