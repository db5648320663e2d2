import type { Command } from "commander";
import { valueOf } from "../client/answer.ts";
import { allItems } from "../client/client.ts";
import { settingsYaml } from "../display/settings-yaml.ts";
import { contextOf } from "./context.ts";

/** Adds the commands about the settings of roles. */
export function addSettingsCommands(program: Command): void {
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
