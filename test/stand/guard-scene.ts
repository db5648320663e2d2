import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulatedTenant, type SimulatedTenant } from "@standdown/cli/demo";
import type { Plan } from "@standdown/domain";
import { Installation } from "./installation.ts";
import { Person } from "./person.ts";
import { grantOutsidePim, setLimits, setQuirks, tell } from "./trouble.ts";
import { ROLES, idOf, worldText, type RoleName, type SmallWorld } from "./small-world.ts";

/** What the product's own application is called here. */
const OURS = "ours";

/** A small tenant in a process of its own, and the product that works on it. */
export class GuardScene {
  readonly tenant: SimulatedTenant;
  readonly product: Installation;
  readonly #ids: Map<string, string>;

  private constructor(tenant: SimulatedTenant, product: Installation, ids: Map<string, string>) {
    this.tenant = tenant;
    this.product = product;
    this.#ids = ids;
  }

  /** A tenant that is as the world says; null: one that is made up, with a few administrators. */
  static async start(world: SmallWorld | null): Promise<GuardScene> {
    const folder = await mkdtemp(join(tmpdir(), "standdown-world-"));
    const from = join(folder, "world.json");
    if (world !== null) await writeFile(from, worldText(world));
    const tenant = await startSimulatedTenant({
      seed: 7,
      source: world === null ? { admins: 3 } : { from },
      minimumAge: "PT0S",
      proofInterval: "PT0S",
      profile: "ideal",
      lagFactor: 0,
    });
    await rm(folder, { recursive: true });
    // What they are about is people, not how fast one may ask about them.
    const atWill = { count: 1000, windowMs: 1000 };
    await setLimits(tenant, { conditionalAccess: atWill, reports: atWill });
    const { breakGlassIds, callerId } = await tenant.readFacts();
    const ids = [
      [OURS, callerId] as const,
      ...breakGlassIds.map((id, at) => [`glass${at + 1}`, id] as const),
      ...(world?.people ?? []).map(({ name }) => [name, idOf(name)] as const),
    ];
    return new GuardScene(tenant, await Installation.start(tenant), new Map(ids));
  }

  async close(): Promise<void> {
    await this.product.close();
    await this.tenant.process.stop();
  }

  /** Everybody who is known by a name. */
  get names(): readonly string[] {
    return [...this.#ids.keys()].filter((name) => name !== OURS);
  }

  /** The id of somebody, or of the application that the product works with. */
  idOf(name: string): string {
    const id = this.#ids.get(name);
    if (id === undefined) throw new Error(`nobody is called ${name}`);
    return id;
  }

  /** Somebody, signed in; null: the account is disabled. */
  signIn(name: string): Promise<Person | null> {
    return Person.signIn(this.tenant, this.idOf(name));
  }

  /** Somebody new, who has registered nothing yet, is given a role past PIM. */
  async welcome(name: string, role: RoleName): Promise<void> {
    const { id } = await tell(this.tenant, "/users", { displayName: name });
    this.#ids.set(name, String(id));
    await this.give(name, role);
  }

  /** An administrator gives a role past PIM. */
  async give(name: string, role: RoleName): Promise<void> {
    const grant = { roleDefinitionId: ROLES[role], directoryScopeId: "/" };
    await grantOutsidePim(this.tenant, { ...grant, principalId: this.idOf(name) });
  }

  /** What the product may do with roles hangs on a role of its application from now on, no longer on permissions. */
  async letProductInByRole(role: RoleName): Promise<void> {
    await setQuirks(this.tenant, { rolesOfApplications: 1 });
    const response = await fetch(new URL("/permissions", this.tenant.address.controlUrl));
    const { granted }: { granted: string[] } = JSON.parse(await response.text());
    const others = granted.filter((name) => !/^Role(?:Assignment|Eligibility|Management\.)/.test(name));
    await tell(this.tenant, "/permissions", { granted: others }, "PUT");
    await this.give(OURS, role);
  }

  /** Disables an account, or enables it again. */
  async setEnabled(name: string, accountEnabled: boolean): Promise<void> {
    const response = await fetch(new URL(`/users/${this.idOf(name)}`, this.tenant.address.controlUrl), {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ accountEnabled }),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Who of these holds a role standing, past the product and past Graph. */
  async standing(role: RoleName, names: readonly string[]): Promise<string> {
    const { assigned } = await this.tenant.readState();
    const holds = (name: string): boolean =>
      assigned.some(
        (row) =>
          row.principalId === this.idOf(name) &&
          row.roleDefinitionId === ROLES[role] &&
          row.directoryScopeId === "/" &&
          row.endDateTime === null,
      );
    return `standing: ${names.filter(holds).join(" ") || "nobody"}`;
  }

  /** A plan that makes one role eligible in one wave, with two accounts for emergencies; `over` is put over it. */
  plan(role: RoleName, over: Partial<Plan["spec"]> = {}): Plan {
    return {
      apiVersion: "standdown/v1",
      kind: "RolloutPlan",
      metadata: { name: "the-plan" },
      spec: {
        tenant: { id: this.tenant.address.tenantId, cloud: "global" },
        change: { system: "servicenow", number: "CHG1" },
        justification: "Standing access to eligible, {rollout}",
        emergencyAccess: {
          principals: ["glass1", "glass2"].map((name) => this.idOf(name)),
          minimumStanding: 2,
        },
        selection: { roles: [{ id: ROLES[role] }] },
        strategy: { default: "convert" },
        eligibility: { expiration: "none" },
        waves: [{ name: "all", size: { remainder: true } }],
        ...over,
      },
    };
  }
}
