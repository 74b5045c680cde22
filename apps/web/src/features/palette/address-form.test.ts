import { expect, test } from "vitest";
import { hostProblem, portProblem } from "./address-form.ts";

test.each([
  ["1", null],
  ["8888", null],
  [" 65535 ", null],
  ["0", "portRange"],
  ["65536", "portRange"],
  ["99999999999999999999", "portRange"],
  ["", "portNotNumber"],
  ["-1", "portNotNumber"],
  ["80.5", "portNotNumber"],
  ["0x50", "portNotNumber"],
  ["1e3", "portNotNumber"],
  ["http", "portNotNumber"],
])("port %j: %s", (port, problem) => {
  expect(portProblem(port)).toBe(problem);
});

test("an address may be anything but nothing: the server knows which it allows", () => {
  expect(hostProblem("  ")).toBe("hostEmpty");
  expect(hostProblem("::1")).toBeNull();
});
