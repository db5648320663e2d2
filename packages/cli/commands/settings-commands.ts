import { SETTINGS_STATES, type SettingsState } from "@standdown/domain";
import type { Command } from "commander";
import { valueOf } from "../client/answer.ts";
import { allItems } from "../client/client.ts";
import { settingsLines } from "../display/settings-lines.ts";
import { settingsYaml } from "../display/settings-yaml.ts";
import { counted } from "../display/words.ts";
import { contextOf, UsageError } from "./context.ts";

type SettingsOptions = { readonly check?: boolean; readonly state?: string };

/** Adds the commands about the settings of roles: what becomes of them, and as what they can be copied into a plan. */
export function addSettingsCommands(program: Command): void {
  program
    .command("settings <rollout>")
    .description("what becomes of the settings of its roles, rule by rule, and what differs from that")
    .option("--state <state>", `only roles that are ${SETTINGS_STATES.join(", ")}`)
    .option("--check", "have the settings read again, and compared with what they should be")
    .action(async (rollout: string, { check, state }: SettingsOptions, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      if (check === true) {
        const ordered = valueOf(await client.checkRoleSettings(rollout));
        if (isJson) print(JSON.stringify(ordered));
        else {
          const roles = counted(ordered.roleCount, "role");
          print(`the settings of ${roles} are read again; standdown settings ${rollout} tells what differs`);
        }
        return;
      }
      const asked = state === undefined ? {} : { state: stateOf(state) };
      const list = allItems((page) => client.listRoleSettingsChanges(rollout, { ...page, ...asked }));
      const changes = valueOf(await list);
      if (isJson) print(JSON.stringify(changes));
      else if (changes.length === 0) print("no settings of roles");
      else for (const line of changes.flatMap(settingsLines)) print(line);
    });
  const inventory = program.commands.find((command) => command.name() === "inventory");
  if (inventory === undefined) throw new Error("the command inventory comes first");
  inventory
    .command("settings-template <inventory>")
    .description("the settings of the tenant's roles as YAML, to be put into the spec of a plan")
    .action(async (id: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const fragment = valueOf(await client.readRoleSettingsTemplate(id));
      if (isJson) {
        print(JSON.stringify(fragment));
        return;
      }
      const roles = valueOf(await allItems((page) => client.listRoles(id, page)));
      print(settingsYaml(fragment, roles).trimEnd());
    });
}

function stateOf(text: string): SettingsState {
  const state = SETTINGS_STATES.find((known) => known === text);
  if (state === undefined) throw new UsageError(`--state must be one of ${SETTINGS_STATES.join(", ")}`);
  return state;
}
