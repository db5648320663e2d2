import { describe, expect, test } from "vitest";
import { createLab } from "../testing/lab.ts";
import type { QuirkName } from "./catalogue.ts";
import { QUIRK_NAMES } from "./catalogue.ts";
import type { Probe } from "./probes/probe.ts";
import { Scene } from "./probes/probe.ts";
import { GROUP_PROBES } from "./probes/groups.ts";
import { READ_PROBES } from "./probes/reads.ts";
import { SETTINGS_PROBES } from "./probes/settings.ts";
import { WRITE_PROBES } from "./probes/writes.ts";
import { profileValues } from "./quirks.ts";

const PROBES: Readonly<Record<QuirkName, Probe>> = {
  ...READ_PROBES,
  ...WRITE_PROBES,
  ...GROUP_PROBES,
  ...SETTINGS_PROBES,
};

describe("a quirk strikes when it is switched on, and not in the profile `ideal`", () => {
  test.each(QUIRK_NAMES)("%s", async (name) => {
    const { value, look, without, struck } = PROBES[name];
    expect(profileValues("ideal", 1).get(name)).toBe(0);
    expect(await look(new Scene(await createLab()))).toEqual(without);
    const lab = await createLab();
    await lab.control("POST", "/quirks", { [name]: value });
    // What is there when a lag begins is shown.
    await lab.pass("PT1S");
    expect(await look(new Scene(lab))).toEqual(struck);
  });
});
