import { expect, test } from "vitest";
import { dataFolder } from "./data-folder.ts";

test.each([
  ["linux", {}, "/home/ada/.local/share/sockscope"],
  ["linux", { XDG_DATA_HOME: "/data" }, "/data/sockscope"],
  ["linux", { XDG_DATA_HOME: "relative" }, "/home/ada/.local/share/sockscope"],
  ["linux", { XDG_DATA_HOME: "" }, "/home/ada/.local/share/sockscope"],
  ["freebsd", { LOCALAPPDATA: "/x" }, "/home/ada/.local/share/sockscope"],
  ["darwin", { XDG_DATA_HOME: "/data" }, "/home/ada/Library/Application Support/Sockscope"],
] as const)("on %s with %j: %s", (platform, env, folder) => {
  expect(dataFolder(platform, env, "/home/ada")).toBe(folder);
});

test("on Windows", () => {
  const home = "C:\\Users\\ada";
  expect(dataFolder("win32", { LOCALAPPDATA: "D:\\local" }, home)).toBe("D:\\local\\Sockscope");
  expect(dataFolder("win32", {}, home)).toBe("C:\\Users\\ada\\AppData\\Local\\Sockscope");
});
