import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { test as base, expect } from "@playwright/test";
import { type PageWatch, watchPages } from "./page/page-watch.ts";
import { StagePage } from "./page/stage-page.ts";
import { connectLab, type LabClient } from "./server/lab-client.ts";
import { type ServerProcess, startServerProcess } from "./server/server-process.ts";

export { expect } from "@playwright/test";
export { freeTcpPort, freeUdpPort, holdTcpPort } from "./server/ports.ts";
export { type ServerProcess, startServerProcess } from "./server/server-process.ts";

interface Fixtures {
  /** A server of this test's own. Stopped afterwards, which must go well. */
  sockscope: ServerProcess;
  /** Unexpected problems in any page of the test fail it; `allow` says which are expected. */
  watch: PageWatch;
  /** The page of this test, in English, opened and connected. */
  sight: StagePage;
  /** A viewer of the same server without a page; it leaves after the test. */
  lab: LabClient;
  /** Starts a program that is not ours, such as `python3`; ended after the test. */
  launch: (command: string, args: readonly string[]) => ChildProcess;
}

/**
 * Every test gets its own server and fails on any problem in its pages. Tests run beside each other,
 * and beside whatever else this machine runs: each takes free ports only, for lessons by the page's
 * address (`/?ports=free#lesson=...`).
 */
export const test = base.extend<Fixtures>({
  sockscope: async ({}, use, info) => {
    const server = await startServerProcess();
    await use(server);
    if (info.status !== info.expectedStatus) {
      await info.attach("server output", { body: server.output() });
    }
    await server.stop();
  },
  watch: [
    async ({ context }, use) => {
      const watch = await watchPages(context);
      await use(watch);
      expect(watch.problems(), "problems in the page").toEqual([]);
    },
    { auto: true },
  ],
  // A context needs a base address and so the server: pages are closed before it is stopped.
  baseURL: async ({ sockscope }, use) => use(sockscope.url),
  sight: async ({ page }, use) => {
    const sight = new StagePage(page);
    await sight.open();
    await use(sight);
  },
  lab: async ({ sockscope }, use) => {
    const lab = await connectLab(sockscope.url);
    await use(lab);
    await lab.close();
  },
  launch: async ({}, use) => {
    const children: ChildProcess[] = [];
    await use((command, args) => {
      const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
      children.push(child);
      return child;
    });
    for (const child of children) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
  },
});
