import { expect, test } from "vitest";
import { NewWarnings, type Finding } from "@standdown/domain";

const warning = (over: Partial<Finding>): Finding => ({
  guard: "activationReadiness",
  code: "mfaNotRegistered",
  severity: "warns",
  pointer: "/spec/guards/activationReadiness",
  message: "would have to do multifactor authentication",
  principalId: "ann",
  roleDefinitionId: null,
  count: 1,
  evidence: [],
  ...over,
});
const listed = (from: number): Finding[] =>
  Array.from({ length: 100 }, (_, at) => warning({ principalId: `p${from + at}` }));
const others = (count: number): Finding => warning({ principalId: null, count });
const ofPolicy = (policyId: string, count: number): Finding =>
  warning({
    code: "policyStopsApplying",
    principalId: null,
    roleDefinitionId: "reader",
    count,
    evidence: [{ property: "conditionalAccessPolicyId", value: policyId }],
  });

test("what was signed is not new, however many it stands for by now; what is warned of besides is", () => {
  const approved = [warning({}), ofPolicy("mfa", 3)];
  expect(new NewWarnings(approved, [warning({}), ofPolicy("mfa", 4)]).count()).toBe(0);
  expect(new NewWarnings(approved, [warning({ code: "mfaUnknown" }), ofPolicy("device", 3)]).count()).toBe(2);
  expect(new NewWarnings(approved, []).count()).toBe(0);
});

test("of more than are listed one by one nobody is new who takes the place of somebody", () => {
  const approved = [...listed(0), others(3)];
  expect(new NewWarnings(approved, [...listed(1), others(2)]).count()).toBe(0);
  expect(new NewWarnings(approved, [...listed(1), others(4)]).count()).toBe(1);
});

test("a wave that has become empty is no difference besides that of its people", () => {
  const empty = warning({
    guard: "emptyWave",
    code: "emptyWave",
    pointer: "/spec/waves/0",
    principalId: null,
  });
  expect(new NewWarnings([], [empty, warning({})]).count()).toBe(1);
});

test("a warning about somebody whose access has changed is a part of that change", () => {
  const warnings = new NewWarnings([], [warning({}), warning({ principalId: "bob" })]);
  warnings.observe("ann");
  expect(warnings.count()).toBe(1);
});
