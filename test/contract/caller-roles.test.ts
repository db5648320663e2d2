import { expect, test } from "vitest";
import { CALLER_ROLES as ON_WIRES } from "@standdown/contracts";
import { CALLER_ROLES as IN_PROCESSES } from "@standdown/runtime";

test("the roles that processes know are the roles that the wires speak of", () => {
  expect([...ON_WIRES].toSorted()).toEqual([...IN_PROCESSES].toSorted());
});
