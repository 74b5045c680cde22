import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CaptureClock, type JournalStart, startClock } from "./clock.ts";
import { type Packet, readPcap } from "./pcap.ts";

/** What travelled over the loopback, and how its stamps become the journal's `t`. */
export interface Captured {
  readonly packets: readonly Packet[];
  readonly clock: CaptureClock;
  /** Packets that tcpdump had no room for: whatever is missing may have been among them. */
  readonly dropped: number;
}

/** Where the check of a capture ends, at the longest. */
const PATIENCE = 10_000;

/** A running tcpdump on the loopback. */
export class Capture {
  readonly #child: ChildProcess;
  readonly #said: readonly string[];
  readonly #folder: string;
  readonly #over: (start: JournalStart) => CaptureClock;

  private constructor(
    child: ChildProcess,
    said: readonly string[],
    folder: string,
    over: (start: JournalStart) => CaptureClock,
  ) {
    this.#child = child;
    this.#said = said;
    this.#folder = folder;
    this.#over = over;
  }

  /** Resolves when packets are seen; with a sentence where this machine does not let us capture. */
  static async start(): Promise<Capture | string> {
    if (process.platform !== "linux") return "captures are taken on Linux only";
    const folder = mkdtempSync(join(tmpdir(), "sockscope-truth-"));
    const over = startClock();
    const file = join(folder, "lo.pcap");
    const options = ["-i", "lo", "-n", "-w", file, "-U", "--immediate-mode"];
    // Headers are enough; the buffer is for bursts.
    const child = spawn(
      "tcpdump",
      [...options, "--nano", "-s", "144", "-B", "65536", "tcp or udp or icmp or icmp6"],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const said: string[] = [];
    const answer = await new Promise<string | null>((resolve) => {
      child.on("error", (error) => resolve(`tcpdump does not start: ${error.message}`));
      child.on("exit", () => resolve(`tcpdump may not capture: ${said.join("").trim()}`));
      child.stderr.on("data", (data: Buffer) => {
        said.push(String(data));
        if (said.join("").includes("listening on")) resolve(null);
      });
    });
    const capture = new Capture(child, said, folder, over);
    if (answer !== null) {
      rmSync(folder, { recursive: true, force: true });
      return answer;
    }
    await capture.#marked();
    return capture;
  }

  /** Resolves when a packet of our own is in the file: then so is everything before it. */
  async #marked(): Promise<readonly Packet[]> {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    const { port } = socket.address();
    const until = performance.now() + PATIENCE;
    try {
      for (;;) {
        await new Promise((sent) => socket.send("mark", port, "127.0.0.1", sent));
        await wait(10);
        const packets = readPcap(readFileSync(join(this.#folder, "lo.pcap")));
        if (packets.some(({ kind, to }) => kind === "udp" && to === `127.0.0.1:${port}`))
          return packets;
        if (performance.now() > until) throw new Error("tcpdump does not see the loopback");
      }
    } finally {
      socket.close();
    }
  }

  async stop(journalStart: JournalStart): Promise<Captured> {
    const packets = await this.#marked();
    const clock = this.#over(journalStart);
    const over = once(this.#child, "exit");
    this.end();
    await over;
    const [, dropped] = /(\d+) packets? dropped by kernel/.exec(this.#said.join("")) ?? [];
    return { packets, clock, dropped: Number(dropped ?? 0) };
  }

  end(): void {
    this.#child.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
