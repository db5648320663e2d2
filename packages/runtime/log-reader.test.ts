import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

const WRITER = `
  import { createLog } from ${JSON.stringify(new URL("./log.ts", import.meta.url).href)};
  const log = createLog({ name: "writer", level: "info" });
  log.info("one");
  process.stdin.on("end", () => {
    for (let count = 0; count < 200; count += 1) log.info("nobody reads this");
    setImmediate(() => process.exit(7));
  }).resume();
`;

test("a process whose log nobody reads any more goes on", async () => {
  const writer = spawn(process.execPath, ["--input-type=module-typescript", "--eval", WRITER]);
  await once(writer.stdout, "data");
  writer.stdout.destroy();
  await once(writer.stdout, "close");
  const exited = once(writer, "exit");
  writer.stdin.end();
  expect(await exited).toEqual([7, null]);
});
