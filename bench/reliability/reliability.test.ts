import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROTOCOL } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { startServer } from "../../apps/server/src/http/server.ts";
import { eventually } from "../../apps/server/src/testing/eventually.fixture.ts";
import { conversations } from "./bytes.ts";
import { resume } from "./resume.ts";
import { StalledViewer } from "./stalled-viewer.ts";

test("a page that is cut off again and again has every event once, and every command acts once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  const server = await startServer({
    ...{ host: "127.0.0.1", port: 0, strictPort: true, webRoot: folder, data: folder },
    // So little that most of it comes from the file.
    journalMemory: 1 << 20,
  });
  const result = await resume(server, { cuts: 25, perSecond: 3000 });
  expect(result).toMatchObject({ lost: 0, doubled: 0, disordered: 0, acted: result.commands });
  expect(result.events).toBeGreaterThan(500);
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("random conversations: what is sent is received, recorded and replayed", async () => {
  expect(await conversations(100)).toBe(100);
});

test("a viewer that comes when the oldest events are gone is told so, and catches up with the rest", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  const server = await startServer({
    ...{ host: "127.0.0.1", port: 0, strictPort: true, webRoot: folder, data: null },
    journalMemory: 1 << 20,
  });
  const { journal, port, token } = server;
  const hello = { type: "hello", protocol: PROTOCOL, token };
  await eventually(() => {
    for (let made = 0; made < 1000; made += 1)
      journal.record({ kind: "actor.printed", actor: 1, text: `event ${made}` });
    expect(journal.first).toBeGreaterThan(1);
  });
  const viewer = new StalledViewer(port, JSON.stringify(hello));
  await viewer.come();
  await viewer.catchUp(journal.seq);
  expect(viewer.from).toBeGreaterThan(0);
  expect(viewer.from + viewer.count).toBe(journal.seq);
  viewer.leave();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
