import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function logInto(lines: string[]) {
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return createLog({ name: "tested", level: "info", to });
}

test("a line is one JSON object with its level as a word and its time in UTC", () => {
  const lines: string[] = [];
  logInto(lines).info({ rolloutId: "r" }, "begun");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    name: "tested",
    rolloutId: "r",
    msg: "begun",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
});

test("secrets are blanked out wherever they lie", () => {
  const lines: string[] = [];
  const log = logInto(lines);
  const secret = "hunter2hunter2";
  log.info({ authorization: secret, token: secret, clientSecret: secret }, "top");
  log.info({ headers: { authorization: secret }, config: { databaseUrl: secret } }, "one deep");
  log.info({ req: { headers: { authorization: secret, cookie: secret } } }, "two deep");
  log.info({ err: { request: { headers: { Authorization: secret } } } }, "three deep");
  expect(lines).toHaveLength(4);
  expect(lines.join("")).not.toContain(secret);
});

test("what is below the level is not written", () => {
  const lines: string[] = [];
  logInto(lines).debug("nothing");
  expect(lines).toEqual([]);
});
