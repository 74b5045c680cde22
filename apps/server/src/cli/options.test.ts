import { expect, test } from "vitest";
import { canOpen } from "../system/browser.ts";
import { DEFAULT_PORT } from "../system/default-port.ts";
import { parseOptions } from "./options.ts";

test("the defaults", () => {
  expect(parseOptions([])).toEqual({
    kind: "start",
    options: {
      port: DEFAULT_PORT,
      host: "127.0.0.1",
      open: true,
      strictPort: false,
      data: null,
      allowConnect: [],
    },
  });
});

test("every option", () => {
  const args = "--port 0 --host ::1 --no-open --strict-port --data ./my-data".split(" ");
  args.push("--allow-connect", "printer.lan:631", "--allow-connect=[2001:db8::1]:80");
  expect(parseOptions(args)).toEqual({
    kind: "start",
    options: {
      port: 0,
      host: "::1",
      open: false,
      strictPort: true,
      data: "./my-data",
      allowConnect: [
        { host: "printer.lan", port: 631 },
        { host: "2001:db8::1", port: 80 },
      ],
    },
  });
  expect(parseOptions(["--help"])).toEqual({ kind: "help" });
  expect(parseOptions(["--version"])).toEqual({ kind: "version" });
});

test.each([
  ["--port", "http"],
  ["--port", "65536"],
  ["--port", "-1"],
  ["--port", "1e3"],
  ["--port", ""],
  ["--port"],
  ["--host", "a b"],
  ["--host", ""],
  ["--data", ""],
  ["--data"],
  ["--allow-connect"],
  ["--allow-connect", "printer.lan"],
  ["--allow-connect", "printer.lan:0"],
  ["--allow-connect", "printer.lan:65536"],
  ["--allow-connect", "::1:80"],
  ["--allow-connect", "http://a:80"],
  ["--unknown"],
  ["--no-open=yes"],
  ["something"],
])("%s %s is wrong, and one plain sentence says so", (...args) => {
  const parsed = parseOptions(args);
  expect(parsed).toMatchObject({ kind: "wrong" });
  expect(parsed.kind === "wrong" && parsed.sentence).toMatch(/^[^\n]+\.$/);
});

test("the browser is not opened in CI or without a screen", () => {
  expect(canOpen({ DISPLAY: ":0" }, "linux")).toBe(true);
  expect(canOpen({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
  expect(canOpen({}, "linux")).toBe(false);
  expect(canOpen({ CI: "1", DISPLAY: ":0" }, "linux")).toBe(false);
  expect(canOpen({}, "darwin")).toBe(true);
});
