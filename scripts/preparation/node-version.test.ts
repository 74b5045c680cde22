import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { NODE_RANGE, nodeProblem } from "./node-version.mjs";

it("asks for what package.json asks for", () => {
  const json = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(JSON.parse(json)).toMatchObject({ engines: { node: NODE_RANGE } });
});

it.each(["20.19.0", "20.20.2", "22.12.0", "24.0.0", "26.1.0"])("takes %s", (version) => {
  expect(nodeProblem(version)).toBeNull();
});

it.each(["18.20.4", "20.18.3", "21.7.0", "22.11.0", "23.9.0"])("refuses %s", (version) => {
  expect(nodeProblem(version)).toContain(`this is ${version}`);
});
