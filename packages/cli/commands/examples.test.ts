import { readdirSync, readFileSync } from "node:fs";
import { checkPlan } from "@standdown/domain";
import { expect, test } from "vitest";
import { parsePlan } from "./plan-file.ts";

const FOLDER = new URL("../../../examples/", import.meta.url);
const ID = "aaaaaaaa-0000-4000-8000-00000000000";

test.each(readdirSync(FOLDER))(
  "%s is a plan without a problem, once its placeholders are filled in",
  (name) => {
    let at = 0;
    const text = readFileSync(new URL(name, FOLDER), "utf8").replaceAll(
      /"\{\w+Id\d?\}"/g,
      () => `${ID}${(at += 1)}`,
    );
    expect(checkPlan(parsePlan(name, text).document)).toEqual({ ok: true, plan: expect.anything() });
  },
);
