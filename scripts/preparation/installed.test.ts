import { expect, it } from "vitest";
import { isInstalled } from "./installed.mjs";

const lock = {
  packages: {
    "": { version: "0.1.0" },
    "packages/a": { version: "0.1.0" },
    "node_modules/@sockscope/a": { link: true },
    "node_modules/ws": { version: "8.0.0", integrity: "sha512-x" },
    "node_modules/other-platform": { version: "1.0.0", integrity: "sha512-y", optional: true },
  },
};
const { "": _root, "node_modules/other-platform": _other, ...installed } = lock.packages;

it("is installed when all but other platforms' packages are there", () => {
  expect(isInstalled(lock, { packages: installed })).toBe(true);
});

it("is not installed when one is missing or of another version", () => {
  const { "node_modules/ws": ws, ...without } = installed;
  expect(isInstalled(lock, { packages: without })).toBe(false);
  const old = { ...without, "node_modules/ws": { ...ws, version: "7.0.0" } };
  expect(isInstalled(lock, { packages: old })).toBe(false);
  const altered = { ...without, "node_modules/ws": { ...ws, integrity: "sha512-z" } };
  expect(isInstalled(lock, { packages: altered })).toBe(false);
});
