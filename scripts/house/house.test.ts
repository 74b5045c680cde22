import { describe, expect, it } from "vitest";
import { fileEdges } from "./circles.ts";
import { CROWDED_FOLDERS, ROOMS_WITH_CIRCLES } from "./exceptions.ts";
import { type Edge, findCircle } from "./find-circle.ts";
import { crowdedFolders, longFiles, MAX_FILES, MAX_LINES } from "./sizes.ts";
import { readSources, roomOf } from "./sources.ts";

const files = readSources();
const sorted = (names: readonly string[]): readonly string[] => names.toSorted();

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

  it(`leaves no folder with more than ${MAX_FILES} files besides the known ones`, () => {
    expect(sorted(crowdedFolders(files))).toEqual(sorted(CROWDED_FOLDERS));
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

describe("circles between files", () => {
  const rooms = new Map<string, Edge[]>();
  for (const edge of fileEdges(files)) {
    const room = roomOf(edge[0]);
    rooms.set(room, [...(rooms.get(room) ?? []), edge]);
  }

  it("there is none besides in the known rooms", () => {
    expect(rooms.size).toBeGreaterThan(5);
    const circles = [...rooms].map(([room, edges]) => [room, findCircle(edges)] as const);
    const found = circles.filter(([room, circle]) => circle && !ROOMS_WITH_CIRCLES.includes(room));
    expect(found).toEqual([]);
  });

  it.each(ROOMS_WITH_CIRCLES)("there still is one in %s", (room) => {
    expect(findCircle(rooms.get(room) ?? [])).not.toBeNull();
  });

  it.each([
    ['import { b } from "./b.ts";', 'import { a } from "../src/a.ts";'],
    ['import type { B } from "./b.ts";', 'export type { A } from "./a.ts";'],
    ['let b: import("./b.ts").B;', 'const a = import("./a.ts");'],
    ['export * from "./b.ts";', 'import { type A } from "./a.ts";'],
  ])("finds a planted one: %s and %s", (a, b) => {
    const planted = [
      { path: "packages/x/src/a.ts", text: a },
      { path: "packages/x/src/b.ts", text: b },
    ];
    expect(findCircle(fileEdges(planted))).toEqual([
      "packages/x/src/a.ts",
      "packages/x/src/b.ts",
      "packages/x/src/a.ts",
    ]);
    expect(findCircle(fileEdges(planted.slice(0, 1)))).toBeNull();
  });

  it("finds one that is not where the walk begins", () => {
    expect(
      findCircle([
        ["a", "b"],
        ["b", "c"],
        ["c", "d"],
        ["d", "b"],
      ]),
    ).toEqual(["b", "c", "d", "b"]);
  });
});
