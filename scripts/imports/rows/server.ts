import type { Row } from "../row.ts";

const SRC = "apps/server/src";
const BASE = ["node:*", "@sockscope/protocol", "@sockscope/sockets"];
/** Sockets of programs come from @sockscope/sockets, which records them. */
const mayNot = ["node:net", "node:dgram"];

/**
 * A row of the folder `name`, which may import these folders beside it and these packages. A
 * test may also start what stands above its folder, which is `inTests`.
 */
const row = (
  name: string,
  siblings: readonly string[],
  packages: readonly string[] = [],
  inTests: readonly string[] = [],
): Row => ({
  area: `${SRC}/${name}`,
  may: [...BASE, ...packages, ...siblings.map((sibling) => `${SRC}/${sibling}`)],
  mayNot,
  inTests: inTests.map((sibling) => `${SRC}/${sibling}`),
});

/** The lowest first. */
export const serverRows: readonly Row[] = [
  { area: SRC, may: BASE, mayNot },
  row("testing", []),
  row("system", [], ["ipaddr.js", "open", "@sockscope/programs"]),
  row("access", ["system"], ["ipaddr.js", "ws"], ["http"]),
  row("connections", ["access", "system"], [], ["http"]),
  row("journal/memory", []),
  row("journal", ["journal/memory", "system"], [], ["testing"]),
  row("kernel/tables", []),
  row("kernel", ["kernel/tables", "system"], [], ["lab"]),
  row("recordings", ["journal", "system"], ["@sockscope/programs"], ["lab"]),
  row("lab/outsiders", ["kernel", "kernel/tables"], [], ["lab"]),
  row(
    "lab",
    ["access", "journal", "kernel", "lab/outsiders", "system"],
    ["@sockscope/programs", "@sockscope/programs/ids"],
  ),
  row("viewers", ["access", "journal", "lab", "system"], ["ws"], ["http", "testing"]),
  row(
    "http",
    ["access", "connections", "journal", "lab", "recordings", "system", "viewers"],
    ["express", "ws"],
    ["testing"],
  ),
  row("doctor", ["system"]),
  row(
    "cli",
    ["access", "doctor", "http", "journal", "lab", "system"],
    ["@sockscope/lessons", "@sockscope/programs"],
  ),
];
