import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PERFECT_LINK } from "@sockscope/protocol";
import { expect, freeTcpPort, startServerProcess, test } from "./support/fixtures.ts";
import { connectLab } from "./support/server/lab-client.ts";

test.describe("ending", () => {
  test.skip(process.platform === "win32", "Windows has no signals");

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    test(`${signal}: all ports are free and the recording is whole, whatever is under way`, async () => {
      const data = mkdtempSync(join(tmpdir(), "sockscope-e2e-"));
      const server = await startServerProcess(["--data", data]);
      const lab = await connectLab(server.url);
      const ports = [await freeTcpPort(), await freeTcpPort(), await freeTcpPort()];
      for (const [index, make] of (["one-at-a-time", "threads", "event-loop"] as const).entries()) {
        const port = ports[index] ?? 0;
        await lab.run({ do: "spawn", program: "echo-server", count: 1, port, make });
        await lab.until(({ kind }) => kind === "call.began");
        await lab.run({ do: "spawn", program: "hello-client", count: 5, port });
      }
      // What is under way on a slow link, and at the gate, must hold nothing up. (How soon it ends, at
      // most, is told by the clock of its unit test, which no busy machine can slow down.)
      const latency = 10_000;
      const conditions = { ...PERFECT_LINK, latency };
      await lab.run({ do: "link", scope: { over: "stage" }, conditions });
      await lab.run({ do: "gate", scope: "all", mode: "step" });
      await lab.run({ do: "spawn", program: "flooder", count: 3, port: ports[2] ?? 0 });
      const outsider = connect(ports[2] ?? 0, "127.0.0.1");
      outsider.on("error", () => undefined);
      await once(outsider, "connect");

      const began = performance.now();
      const exit = once(server.child, "exit");
      server.child.kill(signal);
      expect(await exit).toEqual([0, null]);
      expect(performance.now() - began).toBeLessThan(latency);
      for (const port of [...ports, server.port]) {
        const again = createServer().listen({ port, host: "127.0.0.1", exclusive: true });
        await once(again, "listening");
        again.close();
      }
      const [file = ""] = readdirSync(data);
      const lines = readFileSync(join(data, file), "utf8").trimEnd().split("\n");
      expect(lines.at(-1)).toBe(`{"end":{"events":${lines.length - 2}}}`);
      rmSync(data, { recursive: true, force: true });
    });

  test("a second SIGINT ends it now, whatever the first one waits for; the recording is whole", async () => {
    const data = mkdtempSync(join(tmpdir(), "sockscope-e2e-"));
    // Servers that never say that they are closed.
    const hang = 'import net from "node:net"; net.Server.prototype.close = function () {};';
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hang)}`;
    const server = await startServerProcess(["--data", data], { env: { NODE_OPTIONS } });
    const lab = await connectLab(server.url);
    await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1 });
    const began = performance.now();
    const exit = once(server.child, "exit");
    // Those that come at once are the first one, said again (npm passes it on).
    const signals = setInterval(() => server.child.kill("SIGINT"), 50);
    server.child.kill("SIGINT");
    expect(await exit).toEqual([130, null]);
    clearInterval(signals);
    expect(performance.now() - began).toBeGreaterThan(300);
    const [file = ""] = readdirSync(data);
    const lines = readFileSync(join(data, file), "utf8").trimEnd().split("\n");
    expect(lines.at(-1)).toBe(`{"end":{"events":${lines.length - 2}}}`);
    rmSync(data, { recursive: true, force: true });
  });
});
