/**
 * Who may import whom. A file belongs to the row with the longest matching `area`; inside its own
 * area it may import freely. In `area`, `*` stands for one folder, and each such folder is an area
 * of its own.
 *
 * `may` lists what else is allowed: an npm package (with its subpaths), one entry of a workspace
 * package, another area, or a pattern with `*`. `mayNot` takes away from `may`. `without` lists
 * identifiers that must not be named at all. Type imports count like any other.
 */
export interface Row {
  readonly area: string;
  readonly may: readonly string[];
  readonly mayNot?: readonly string[];
  readonly without?: readonly string[];
}

const PAGE = [
  "react",
  "react-dom",
  "zustand",
  "@sockscope/protocol",
  "@sockscope/trace",
  "@sockscope/lessons",
  "@sockscope/lessons/contents",
  "@sockscope/programs/ids",
  "@sockscope/programs/listings",
];

/** Time is a parameter of the model, and what it draws on is none of its business. */
const AMBIENT = [
  "Date",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "requestAnimationFrame",
  "requestIdleCallback",
  "document",
  "window",
  "globalThis",
  "navigator",
  "process",
  "React",
];

export const IMPORT_TABLE: readonly Row[] = [
  { area: "packages/protocol/src", may: ["zod"] },
  { area: "packages/sockets/src", may: ["@sockscope/protocol", "node:*"] },
  {
    area: "packages/programs/src",
    may: [
      "@sockscope/sockets",
      "@sockscope/sockets/thread",
      "packages/programs/src/ids.ts",
      "packages/programs/src/listings",
    ],
  },
  { area: "packages/programs/src/ids.ts", may: [] },
  {
    area: "packages/programs/src/listings",
    // The sources as texts.
    may: ["packages/programs/src/ids.ts", "packages/programs/src"],
  },
  { area: "packages/trace/src", may: ["@sockscope/protocol"], without: AMBIENT },
  {
    area: "packages/lessons/src",
    may: ["@sockscope/programs/ids", "@sockscope/protocol"],
    without: AMBIENT,
  },
  {
    area: "apps/server/src",
    may: [
      "express",
      "open",
      "ws",
      "node:*",
      "@sockscope/protocol",
      "@sockscope/sockets",
      "@sockscope/programs",
      "@sockscope/programs/ids",
      "@sockscope/lessons",
    ],
    mayNot: ["node:net", "node:dgram"],
  },
  // Only the files that put the page together know the features; a feature knows no other one.
  { area: "apps/web/src", may: [...PAGE, "apps/web/src/*", "apps/web/src/features/*"] },
  { area: "apps/web/src/*", may: [...PAGE, "apps/web/src/*"] },
  { area: "apps/web/src/features/*", may: [...PAGE, "apps/web/src/*"] },
];

/** What a `*.test.ts` or `*.fixture.ts` may import besides; there `mayNot` and `without` do not hold. */
export const IN_TESTS: readonly string[] = ["vitest", "fast-check", "node:*"];
