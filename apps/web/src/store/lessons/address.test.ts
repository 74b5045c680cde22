import { expect, test } from "vitest";
import { readAddress, stepIndex, writeAddress } from "./address.ts";

test.each([
  ["", null],
  ["#", null],
  ["#step=2", null],
  ["#lesson=udp-datagrams&step=3", { lesson: "udp-datagrams", step: "3" }],
  ["#lesson=udp-datagrams", { lesson: "udp-datagrams", step: null }],
  ["#lesson=%3Cscript%3E&step=-1", { lesson: "<script>", step: "-1" }],
])("%j", (hash, address) => {
  expect(readAddress(hash)).toEqual(address);
});

test.each([
  [null, -1],
  ["1", 0],
  ["9", 8],
  ["0", null],
  ["10", null],
  ["-1", null],
  ["2.5", null],
  ["1e0", null],
  ["", null],
  ["99999999999999999999", null],
])("step %j of nine", (step, index) => {
  expect(stepIndex(step, 9)).toBe(index);
});

test("what is written is read", () => {
  for (const step of [-1, 0, 8]) {
    const address = readAddress(writeAddress("a b&c", step));
    expect(address?.lesson).toBe("a b&c");
    expect(stepIndex(address?.step ?? null, 9)).toBe(step);
  }
});
