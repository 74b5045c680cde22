import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Journal } from "../../apps/server/src/journal/journal.ts";
import { JournalFile } from "../../apps/server/src/journal/journal-file.ts";
import { leasePath, readLease } from "../../apps/server/src/journal/lease-file.ts";
import { RecordingLease } from "../../apps/server/src/journal/recording-lease.ts";
import { Recordings } from "../../apps/server/src/recordings/recordings.ts";
import { type FolderServer, twoServers } from "./two-servers.ts";

/** What a server does with its folder, without the server, and with so much looking on that all is abandoned. */
async function fileServer(folder: string): Promise<FolderServer> {
  const journal = new Journal();
  const file = new JournalFile(folder, journal, "test");
  const lease = new RecordingLease({ file, tell: () => undefined });
  const recordings = new Recordings({ folder, own: file, checks: 0 });
  recordings.list();
  recordings.tidy({ bytes: 1e9, count: 100 });
  const write = (): readonly string[] => {
    const lines = journal.readJson(file.seq, journal.seq);
    file.append(lines);
    return lines;
  };
  return {
    async act() {
      const node = { version: "test", protocol: 1, platform: "test", node: "test" };
      journal.record({ kind: "lab.began", wall: 0, ...node }, "observed", "lab");
      for (let made = 0; made < 20; made += 1)
        journal.record({ kind: "actor.printed", actor: 1, text: `${journal.session} ${made}` });
      return write();
    },
    async end() {
      lease.settle();
      file.end();
      if (journal.seq === 0) file.remove();
      lease.release();
      return [];
    },
    async kill() {
      const path = leasePath(file.path);
      const text = readLease(path);
      lease.release();
      writeFileSync(path, text);
      file.close();
      return [];
    },
  };
}

async function last(folder: string): Promise<void> {
  await (await fileServer(folder)).end();
}

test("two servers on one folder, in every order, with kills and files that look old: nothing shown is lost", async () => {
  const { orders, kills, shown, lost } = await twoServers(80, { start: fileServer, last }, 7);
  expect({ orders, lost }).toEqual({ orders: 80, lost: 0 });
  expect(kills).toBeGreaterThan(40);
  expect(shown).toBeGreaterThan(80 * 40);
});
