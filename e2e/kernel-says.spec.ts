import { createInterface } from "node:readline";
import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { began } from "./support/server/events.ts";
import { connectLab, type LabClient } from "./support/server/lab-client.ts";

/** Says its port, accepts one connection and never reads. */
const DEAF_SERVER = `
  const server = require("node:net").createServer({ pauseOnConnect: true }, () => {});
  server.listen(0, "127.0.0.1", () => console.log(String(server.address().port)));
`;
/** Sends, ends its stream at once, and stays until the other end has ended, too. */
const HASTY_CLIENT = `
  const socket = require("node:net").connect(Number(process.argv[1]), "127.0.0.1", () => socket.end("hi"));
  socket.resume();
  setInterval(() => {}, 1000);
`;
const SENDS = 24;

const ended = (verb: string) => (event: LabClient["events"][number]) =>
  event.kind === "call.ended" && event.verb === verb;
const hand = (lab: LabClient, actor: number, call: Parameters<typeof handed>[1]) =>
  lab.run(handed(actor, call));
const handed = (
  actor: number,
  call: Extract<Parameters<LabClient["run"]>[0], { do: "hand" }>["call"],
) => ({ do: "hand", actor, call }) as const;

test.describe("what the kernel says of other programs", { tag: "@own-ports" }, () => {
  test.skip(process.platform !== "linux", "only Linux tells of its sockets");

  let sight: StagePage;
  let lab: LabClient;
  test.beforeEach(async ({ page, sockscope }) => {
    sight = new StagePage(page);
    await sight.open();
    lab = await connectLab(sockscope.url);
  });
  test.afterEach(() => lab.close());

  test("an early FIN is told late, and the list says so", async ({ launch }) => {
    const port = await freeTcpPort();
    await lab.run({ do: "spawn", program: "echo-server", count: 1, port });
    await lab.until(began("accept"));
    launch(process.execPath, ["-e", HASTY_CLIENT, String(port)]);
    await lab.until(ended("close"));
    // Who closed first keeps the connection in TIME-WAIT: only the kernel knows.
    await lab.until((event) => event.kind === "kernel.read");
    await sight.goLive();
    const card = sight.card("Outsider 1");
    await expect(card).toContainText("no longer connected");
    await expect(card).not.toContainText("gone");
    const row = await sight.findRow(/^Outsider 1: FIN → Echo server/);
    await expect(row).toContainText(/by now; between \d+\.\d+\s+s and \d+\.\d+\s+s/);
    await row.click();
    await expect(sight.inspector).toContainText(/by now; between/);
    const reading = await sight.findRow(/kernel: .*TIME-WAIT/);
    await reading.click();
    await expect(sight.inspector).toContainText("TIME-WAIT, Recv-Q 0, Send-Q 0");
  });

  test("a FIN waits behind what the other program does not read", async ({ launch }) => {
    const server = launch(process.execPath, ["-e", DEAF_SERVER]);
    if (server.stdout === null) throw new Error("it has no output");
    const said = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
    const port = Number(said.value);
    const [client = 0] = await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1 });
    await hand(lab, client, { verb: "connect", host: "127.0.0.1", port });
    await lab.until(ended("connect"));
    for (let sent = 1; sent <= SENDS; sent++) {
      await hand(lab, client, { verb: "send", text: "x".repeat(128 * 1024) });
      await lab.until(ended("send"), sent);
    }
    await hand(lab, client, { verb: "close" });
    await sight.goLive();
    await expect(sight.card("TCP client 1")).toContainText(/FIN follows \d.* MiB/);
    const other = sight.card("Outsider 1");
    await expect(other).toContainText("ESTABLISHED");
    await expect(other).toContainText(/Recv-Q \d.* KiB/);
    await expect(other).toContainText(`(${server.pid})`);
    const rows = await sight.readList();
    expect(rows.filter((row) => row.includes("FIN →"))).toEqual([]);
  });

  test("a datagram to nobody that is known is not crossed out", async () => {
    const port = await freeUdpPort();
    const [client = 0] = await lab.run({ do: "spawn", program: "udp-hand-client", count: 1 });
    await hand(lab, client, { verb: "sendto", text: "one", host: "127.0.0.1", port });
    await lab.until(ended("sendto"));
    await sight.goLive();
    const row = await sight.findRow(/sendto\(3 B/);
    await expect(row).toContainText("not seen from here");
    // From the inspector's list the filter tells readings of the kernel apart.
    await sight.page.getByRole("searchbox").fill("-kernel sendto");
    await expect(row).toHaveAttribute("data-found", "true");
  });
});
