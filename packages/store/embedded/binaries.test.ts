import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { prepareBinaries } from "./binaries.ts";

test.each([false, true])(
  "the programs run, also where another user is to run them (%s)",
  async (isForAnother) => {
    const { initdb, postgres } = await prepareBinaries(isForAnother);
    for (const program of [initdb, postgres]) {
      const { stdout } = await promisify(execFile)(program, ["--version"]);
      expect(stdout).toMatch(/PostgreSQL\) 18\./);
    }
  },
);
