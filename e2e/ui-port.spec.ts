import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, startServerProcess, test } from "./support/fixtures.ts";
import { StagePage } from "./support/page/stage-page.ts";

const MAIN = fileURLToPath(new URL("../dist/server/main.js", import.meta.url));

test.describe("the page's own port is taken", () => {
  test("the next free one is used, and both are named", async ({ page, sockscope }) => {
    const second = await startServerProcess(["--port", String(sockscope.port)]);
    expect(second.port).toBeGreaterThan(sockscope.port);
    expect(second.output()).toContain(`Port ${sockscope.port} is taken; using ${second.port}.`);
    // Two labs, which know nothing of each other.
    await new StagePage(page).open(second.url);
    const health = await fetch(`${second.url}/api/health`);
    expect(await health.json()).toMatchObject({ status: "ok" });
    // A page whose server is gone tries to reach it again.
    await page.goto("about:blank");
    await second.stop();
    expect((await fetch(`${sockscope.url}/api/health`)).status).toBe(200);
  });

  test("--strict-port refuses with one sentence", async ({ sockscope }) => {
    const child = spawn(
      process.execPath,
      [MAIN, "--no-open", "--strict-port", "--port", String(sockscope.port)],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await once(child, "close");
    expect(child.exitCode).toBe(1);
    expect(said.trim()).toBe(`Port ${sockscope.port} is taken. Choose another one with --port.`);
  });
});
