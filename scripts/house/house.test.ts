import { describe, expect, it } from "vitest";
import { crowdedFolders, longFiles, MAX_FILES, MAX_LINES } from "./sizes.ts";
import { readSources, roomOf } from "./sources.ts";

const files = readSources();

describe("sizes", () => {
  it("reads the whole repository", () => {
    const rooms = new Set(files.map(({ path }) => roomOf(path)));
    expect([...rooms]).toEqual(
      expect.arrayContaining(["packages/sockets", "apps/web", "scripts", "bench", "e2e"]),
    );
  });

  it(`leaves no file with more than ${MAX_LINES} lines`, () => {
    expect(longFiles(files)).toEqual([]);
  });

  it(`leaves no folder with more than ${MAX_FILES} files`, () => {
    expect(crowdedFolders(files)).toEqual([]);
  });

  it.each([
    "packages/trace/src/a.ts",
    "apps/web/src/a.tsx",
    "apps/web/src/i18n/index.ts",
    "packages/lessons/src/play/play.ts",
    "scripts/a.mjs",
  ])("finds a long file: %s", (path) => {
    expect(longFiles([{ path, text: "\n".repeat(MAX_LINES) }])).toEqual([]);
    expect(longFiles([{ path, text: "\n".repeat(MAX_LINES + 1) }])).toEqual([path]);
  });

  it.each([
    "packages/trace/src/a.test.ts",
    "e2e/a.spec.ts",
    "packages/lessons/src/course/tour.ts",
    "apps/web/src/i18n/zh/stage.ts",
  ])("does not count: %s", (path) => {
    expect(longFiles([{ path, text: "\n".repeat(MAX_LINES + 1) }])).toEqual([]);
  });

  it("finds a crowded folder, and counts only what lies directly in it", () => {
    const planted = Array.from({ length: MAX_FILES }, (_, at) => ({
      path: `apps/web/src/store/${at}.ts`,
      text: "",
    }));
    const deeper = { path: "apps/web/src/store/session/a.ts", text: "" };
    expect(crowdedFolders([...planted, deeper])).toEqual([]);
    const one = { path: "apps/web/src/store/one.ts", text: "" };
    expect(crowdedFolders([...planted, one])).toEqual(["apps/web/src/store"]);
  });
});
