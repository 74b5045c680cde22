import { describe, expect, it } from "vitest";
import { readSources } from "../house/sources.ts";
import { fileEdges } from "./file-edges.ts";
import { findCircle } from "./find-circle.ts";
import { type ParsedFile, parseFile } from "./references.ts";
import { packageEdges, violationsIn } from "./violations.ts";

const files: readonly ParsedFile[] = readSources()
  .filter(({ path }) => !path.endsWith(".py"))
  .map(({ path, text }) => parseFile(path, text));

/** The TypeScript of the workspaces: the table says nothing of scripts. */
const inWorkspaces = files.filter(({ path }) => /^(packages|apps)\/.*\.tsx?$/.test(path));

describe("the import table", () => {
  it("holds in every file", () => {
    expect(inWorkspaces.length).toBeGreaterThan(10);
    expect(inWorkspaces.flatMap(violationsIn)).toEqual([]);
  });

  it("leaves no circle between packages", () => {
    expect(findCircle(inWorkspaces.flatMap(packageEdges))).toBeNull();
  });
});

describe("planted violations", () => {
  const FEATURE = "apps/web/src/features/stage/stage.tsx";

  it.each([
    ["packages/trace/src/a.ts", 'import { useState } from "react";'],
    ["packages/trace/src/a.ts", 'import type { Server } from "node:net";'],
    ["packages/trace/src/a.ts", 'export { createServer } from "node:net";'],
    ["packages/trace/src/a.ts", 'export * from "node:net";'],
    ["packages/trace/src/a.ts", 'export type * from "node:net";'],
    ["packages/trace/src/a.ts", 'const net = import("node:net");'],
    ["packages/trace/src/a.ts", "const net = import(`node:net`);"],
    ["packages/trace/src/a.ts", 'let net: import("node:net").Server;'],
    ["packages/trace/src/a.ts", 'let net: typeof import("node:net");'],
    ["packages/trace/src/a.ts", 'import net = require("node:net");'],
    ["packages/trace/src/a.ts", 'const net = require("node:net");'],
    ["packages/programs/src/a/a.ts", 'const net = process.getBuiltinModule("node:net");'],
    ["packages/trace/src/a.ts", '/// <reference types="node" />'],
    ["packages/trace/src/a.ts", 'import "../../sockets/src/index.ts";'],
    ["packages/trace/src/columns/a.ts", 'import { History } from "../model/history/history.ts";'],
    [
      "packages/trace/src/columns/arrays/a.ts",
      'import type { Flight } from "../../types/flight.ts";',
    ],
    ["packages/trace/src/types/a.ts", 'import type { Rows } from "../columns/arrays/rows.ts";'],
    ["packages/trace/src/model/pairing/a.ts", 'import { Segments } from "../tcp/segments.ts";'],
    ["packages/trace/src/model/tcp/a.ts", 'import type { Trace } from "../trace.ts";'],
    ["packages/trace/src/text/a.ts", 'import { SANS } from "../timeline/draw/draw-list.ts";'],
    ["packages/trace/src/stage/geometry/a.ts", 'import { cardKey } from "../cards/arrange.ts";'],
    ["packages/trace/src/stage-state/a.ts", 'import { Row } from "../timeline/index/rows.ts";'],
    ["packages/trace/src/trace.ts", 'import { Script } from "./testing/script.ts";'],
    ["packages/protocol/src/a.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/protocol/src/a.ts", 'import "@sockscope/trace";'],
    ["packages/protocol/src/a.test.ts", 'import "@sockscope/trace";'],
    ["packages/sockets/src/a.ts", 'import net from "net";'],
    ["packages/sockets/src/gate/a.ts", 'import type { Listener } from "../tcp/listener.ts";'],
    ["packages/sockets/src/os/a.ts", 'import { Socket } from "../api/socket.ts";'],
    [
      "packages/sockets/src/tcp/a.test.ts",
      'import { programs } from "../../../programs/src/a.ts";',
    ],
    ["packages/programs/src/a/a.ts", 'import net from "node:net";'],
    ["packages/programs/src/a/a.ts", 'import type { Event } from "@sockscope/protocol";'],
    ["packages/programs/src/ids.ts", 'import { programs } from "./programs.ts";'],
    ["packages/lessons/src/a.ts", 'import { programs } from "@sockscope/programs";'],
    ["apps/server/src/a.ts", 'import net from "node:net";'],
    ["apps/server/src/a.ts", 'import dgram from "node:dgram";'],
    ["apps/server/src/a.ts", 'import "@sockscope/trace";'],
    ["apps/server/src/a.ts", 'import "../../web/src/main.tsx";'],
    ["apps/web/src/main.tsx", 'import "node:fs";'],
    ["apps/web/src/main.tsx", 'import { programs } from "@sockscope/programs";'],
    ["apps/web/src/main.tsx", 'import "@sockscope/sockets";'],
    [FEATURE, 'import { Ladder } from "../timeline/ladder.tsx";'],
    [FEATURE, 'import type { Row } from "../timeline/ladder.tsx";'],
    [FEATURE, 'const all = import.meta.glob("../timeline/*.tsx");'],
    [FEATURE, 'const all = import.meta.glob(["./*.tsx", "../timeline/*.tsx"]);'],
    ["apps/web/src/features/stage/cards/a.tsx", 'import "../../timeline/ladder.tsx";'],
    [FEATURE, 'import { App } from "../../app.tsx";'],
    [FEATURE, 'import { store } from "../../store/store.ts";'],
    [FEATURE, 'import { Clock } from "../../store/playback/clock.ts";'],
    ["apps/web/src/store/session/a.ts", 'import { useApp } from "../hooks.ts";'],
    ["apps/web/src/store/playback/a.ts", 'import { run } from "../session/session.ts";'],
    ["apps/web/src/store/store.ts", 'import { Stage } from "../features/stage/stage.tsx";'],
  ])("%s: %s", (path, source) => {
    expect(violationsIn(parseFile(path, source))).toEqual([
      expect.stringMatching(/^[^:]+:1: may not import "[^"]+"$/),
    ]);
  });

  it.each([
    "import(name)",
    'import("node:" + name)',
    "import(`node:${name}`)",
    "require(name)",
    "import.meta.glob(name)",
  ])("a computed name: %s", (source) => {
    expect(violationsIn(parseFile("packages/sockets/src/a.ts", source))).toEqual([
      "packages/sockets/src/a.ts:1: imports a computed name",
    ]);
  });

  it.each(["Date.now()", "new Date()", "globalThis.document", "const f = { setTimeout };"])(
    "the model does not name what is ambient: %s",
    (source) => {
      expect(violationsIn(parseFile("packages/trace/src/a.ts", `\n${source}`))).toEqual([
        expect.stringMatching(/^packages\/trace\/src\/a\.ts:2: may not name \w+$/),
      ]);
    },
  );

  it("a file outside every row", () => {
    expect(violationsIn(parseFile("packages/other/src/a.ts", ""))).toHaveLength(1);
  });

  it("a circle", () => {
    const edges = [
      ...packageEdges(
        parseFile("packages/a/src/a.ts", 'import type { B } from "@sockscope/b/inner";'),
      ),
      ...packageEdges(parseFile("packages/b/src/b.ts", 'export * from "@sockscope/c";')),
      ...packageEdges(parseFile("packages/c/src/c.ts", 'import("@sockscope/a")')),
    ];
    expect(findCircle(edges)).toEqual([
      "@sockscope/a",
      "@sockscope/b",
      "@sockscope/c",
      "@sockscope/a",
    ]);
  });
});

describe("what the table allows", () => {
  it.each([
    ["packages/sockets/src/a.ts", 'import net from "node:net";'],
    ["packages/trace/src/a.test.ts", 'import fc from "fast-check"; import "vitest"; new Date();'],
    [
      "packages/trace/src/a.ts",
      "interface View { window: number } declare const v: View; v.window;",
    ],
    ["packages/programs/src/index.ts", 'export * from "./ids.ts";'],
    [
      "packages/programs/src/listings/a.ts",
      'import.meta.glob(["../*/*.py", "!../../../trace/src/*"]);',
    ],
    ["packages/lessons/src/a.ts", 'import { ids } from "@sockscope/programs/ids";'],
    ["apps/server/src/a.test.ts", 'import net from "node:net";'],
    ["apps/web/src/app.tsx", 'import { Stage } from "./features/stage/stage.tsx";'],
    ["apps/web/src/features/stage/a.tsx", 'import { store } from "../../store/index.ts";'],
    ["apps/web/src/store/session/a.ts", 'import { store } from "../store.ts";'],
    ["apps/web/src/features/code/a.tsx", 'import s from "@sockscope/programs/listings";'],
    ["apps/web/src/store/store.ts", 'import { createStore } from "zustand/vanilla";'],
  ])("%s: %s", (path, source) => {
    expect(violationsIn(parseFile(path, source))).toEqual([]);
  });
});

describe("circles between files", () => {
  it("there is none", () => {
    const edges = fileEdges(files);
    const froms = new Set(edges.map(([from]) => from.split("/")[0]));
    expect([...froms]).toEqual(expect.arrayContaining(["packages", "apps", "scripts", "e2e"]));
    expect(findCircle(edges)).toBeNull();
  });

  it.each([
    ['import { b } from "./b.ts";', 'import { a } from "../src/a.ts";'],
    ['import type { B } from "./b.ts";', 'export type { A } from "./a.ts";'],
    ['let b: import("./b.ts").B;', 'const a = import("./a.ts");'],
    ['export * from "./b.ts";', 'import { type A } from "./a.ts";'],
  ])("finds a planted one: %s and %s", (a, b) => {
    const planted = [parseFile("packages/x/src/a.ts", a), parseFile("packages/x/src/b.ts", b)];
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
