import type { Row } from "../row.ts";

const SRC = "apps/server/src";
const BASE = ["node:*", "@sockscope/protocol", "@sockscope/sockets"];
/** Sockets of programs come from @sockscope/sockets, which records them. */
const mayNot = ["node:net", "node:dgram"];

/** A row of the folder or file `name`, which may import these folders beside it and these packages. */
const row = (name: string, siblings: readonly string[], packages: readonly string[] = []): Row => ({
  area: `${SRC}/${name}`,
  may: [...BASE, ...packages, ...siblings.map((sibling) => `${SRC}/${sibling}`)],
  mayNot,
});

/** A test that starts what stands above its own folder. */
const testAbove = (name: string, siblings: readonly string[]): Row =>
  row(name, [name.slice(0, name.lastIndexOf("/")), ...siblings]);

/** The lowest first. */
export const serverRows: readonly Row[] = [
  { area: SRC, may: BASE, mayNot },
  row("testing", []),
  row("system", [], ["open", "@sockscope/programs"]),
  row("access", ["system"], ["ws"]),
  row("journal/memory", []),
  row("journal", ["journal/memory", "system", "testing"]),
  row("kernel/tables", []),
  row("kernel", ["kernel/tables", "system"]),
  row("recordings", ["journal"], ["@sockscope/programs"]),
  row(
    "lab",
    ["access", "journal", "kernel", "kernel/tables", "system"],
    ["@sockscope/programs", "@sockscope/programs/ids"],
  ),
  row("viewers", ["access", "journal", "lab", "system", "testing"], ["ws"]),
  row(
    "http",
    ["access", "journal", "lab", "recordings", "system", "testing", "viewers"],
    ["express", "ws"],
  ),
  row("doctor", ["system"]),
  row(
    "cli",
    ["access", "doctor", "http", "journal", "lab", "system"],
    ["@sockscope/lessons", "@sockscope/programs"],
  ),
  testAbove("access/admission.test.ts", ["http"]),
  testAbove("access/own-addresses.test.ts", ["http"]),
  testAbove("access/roles.test.ts", ["http"]),
  testAbove("kernel/kernel-watch.test.ts", ["lab"]),
  testAbove("recordings/library-client.test.ts", ["lab"]),
  testAbove("recordings/long-message.test.ts", ["lab"]),
  testAbove("viewers/viewer.test.ts", ["http"]),
];
