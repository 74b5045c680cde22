import { LIMITS } from "@sockscope/protocol";
import { expect, startServerProcess, test } from "./support/fixtures.ts";

test.describe("few open files", () => {
  test.skip(process.platform === "win32", "Windows has no such limit");

  test("the start says how much the stage has room for", async () => {
    const few = await startServerProcess([], { openFiles: 256 });
    await few.stop();
    expect(few.output()).toContain(
      `Warning: few files may be open here (ulimit -n): the stage has room for 192 sockets and 96 programs, not ${LIMITS.sockets} and ${LIMITS.actors}.`,
    );
  });
});
