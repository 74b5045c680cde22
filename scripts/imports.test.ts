import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findCircle } from "./house/find-circle.ts";
import { packageEdges, violationsIn } from "./imports/violations.ts";

const root = new URL("..", import.meta.url);

/** Every source file of the workspaces: its path from the repository, and its text. */
function sources(): readonly (readonly [path: string, source: string])[] {
  return ["packages", "apps"].flatMap((group) =>
    readdirSync(new URL(group, root), { recursive: true, encoding: "utf8" })
      .map((name) => `${group}/${name.replaceAll("\\", "/")}`)
      .filter((path) => /^[^/]+\/[^/]+\/src\/.*\.tsx?$/.test(path))
      .map((path) => [path, readFileSync(fileURLToPath(new URL(path, root)), "utf8")] as const),
  );
}

describe("the import table", () => {
  const files = sources();

  it("holds in every file", () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(([path, source]) => violationsIn(path, source))).toEqual([]);
  });

  it("leaves no circle between packages", () => {
    expect(findCircle(files.flatMap(([path, source]) => packageEdges(path, source)))).toBeNull();
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
    expect(violationsIn(path, source)).toEqual([
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
    expect(violationsIn("packages/sockets/src/a.ts", source)).toEqual([
      "packages/sockets/src/a.ts:1: imports a computed name",
    ]);
  });

  it.each(["Date.now()", "new Date()", "globalThis.document", "const f = { setTimeout };"])(
    "the model does not name what is ambient: %s",
    (source) => {
      expect(violationsIn("packages/trace/src/a.ts", `\n${source}`)).toEqual([
        expect.stringMatching(/^packages\/trace\/src\/a\.ts:2: may not name \w+$/),
      ]);
    },
  );

  it("a file outside every row", () => {
    expect(violationsIn("packages/other/src/a.ts", "")).toHaveLength(1);
  });

  it("a circle", () => {
    const edges = [
      ...packageEdges("packages/a/src/a.ts", 'import type { B } from "@sockscope/b/inner";'),
      ...packageEdges("packages/b/src/b.ts", 'export * from "@sockscope/c";'),
      ...packageEdges("packages/c/src/c.ts", 'import("@sockscope/a")'),
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
    expect(violationsIn(path, source)).toEqual([]);
  });
});
