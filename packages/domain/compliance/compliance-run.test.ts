import { expect, test } from "vitest";
import { GLOBAL_ADMINISTRATOR } from "@standdown/domain";
import { SECURITY, END, who, holds, report, resultOf, ANN } from "./testing/small-tenant.ts";

test("checks that contradict each other are told with why", () => {
  const untilADay = {
    principals: ANN,
    assignments: [holds("ann", GLOBAL_ADMINISTRATOR, { endDateTime: END })],
  };
  expect(report(untilADay).contradictions).toMatchObject([{ checks: ["ZTA.21815", "MS.AAD.7.4"] }]);
});

test("a check names the first rows only, and says how many there are", () => {
  const ids = Array.from({ length: 300 }, (_, at) => `u${at}`);
  const tenant = { principals: ids.map((id) => who(id)), assignments: ids.map((id) => holds(id, SECURITY)) };
  const { evidence } = resultOf("ZTA.21815", tenant);
  expect([evidence.findingCount, evidence.findings.length]).toEqual([300, 20]);
  expect(evidence.findings[0]).toMatchObject({
    principalName: "u0@example.com",
    roleName: "Security Administrator",
  });
});
