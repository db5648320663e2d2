import { readFileSync } from "node:fs";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { EVENT_KINDS } from "../life/event.ts";
import { createLab } from "../testing/lab.ts";
import { serveControl } from "./server.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("every route of the control surface is in the README, and nothing else is", async () => {
  const lab = await createLab();
  const routes: string[] = [];
  const app = Fastify();
  app.addHook("onRoute", ({ method, url }) => {
    if (method !== "HEAD") routes.push(`${String(method)} ${url}`);
  });
  serveControl(app, lab.controlOptions);
  await app.ready();
  const told = [...README.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)`/gmu)].map(([, route]) =>
    String(route),
  );
  expect(told.toSorted()).toEqual(routes.toSorted());
});

test("every kind of event is in the README", () => {
  for (const kind of EVENT_KINDS) expect(README).toContain(`\`${kind}\``);
});

test("a route that there is not, and a body that is no JSON, are refused with what is wrong", async () => {
  const lab = await createLab();
  const nowhere = await lab.control("GET", "/nowhere");
  expect(nowhere.body).toEqual({
    error: { code: "NotFound", message: "There is no GET /nowhere on the control surface." },
  });
  const advance = await lab.control("POST", "/clock", { advance: "soon" });
  expect(advance.body).toEqual({
    error: { code: "BadRequest", message: "advance must be a duration such as PT5M." },
  });
  const unknown = await lab.control("POST", "/clock", { speed: 3, rate: "fast" });
  expect(unknown.body).toEqual({
    error: { code: "BadRequest", message: 'body has no field "speed"; body.rate must be number' },
  });
});
