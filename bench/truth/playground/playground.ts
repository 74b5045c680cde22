import { type Program, program } from "@sockscope/programs";
import type { Command, Event, Make } from "@sockscope/protocol";
import { LIMITS } from "@sockscope/protocol";
import type { Socket, Sockets } from "@sockscope/sockets";
import { createTrace, type Trace } from "@sockscope/trace";
import { Journal } from "../../../apps/server/src/journal/journal.ts";
import { Lab } from "../../../apps/server/src/lab/lab.ts";
import { Capture, type Captured } from "../capture/capture.ts";
import { type JournalStart, learnStart } from "../capture/clock.ts";
import { Endpoints } from "./drawn.ts";
import { Driver, Foreign } from "./foreign.ts";

/** A program on the stage whose calls the test makes itself, on recorded sockets. */
export interface Ours {
  readonly actor: number;
  readonly net: Sockets;
  /** The program returns; what it has left open is closed by the system. */
  end(): Promise<void>;
}

export interface PlaygroundOptions {
  /** Whether a capture is tried. */
  readonly capture: boolean;
  readonly threadWorker?: URL;
}

interface Taken {
  readonly net: Sockets;
  readonly end: () => void;
}

/** A lab in this process, foreign programs beside it, and a capture of what travels between them. */
export class Playground {
  readonly journal: Journal;
  readonly lab: Lab;
  readonly trace: Trace = createTrace();
  /** By what the trace has taken in. */
  readonly endpoints = new Endpoints();
  readonly foreign: Foreign[] = [];
  /** Why there is no capture; null if there is one. */
  readonly skipped: string | null;
  readonly #capture: Capture | null;
  readonly #drivers: Driver[] = [];
  readonly #start: () => JournalStart;
  /** Who waits for a program of ours to start. */
  readonly #expected: ((taken: Taken) => void)[] = [];

  static async open({ capture, threadWorker }: PlaygroundOptions): Promise<Playground> {
    const journal = new Journal();
    const capturing = capture ? await Capture.start() : "no capture was asked for";
    return new Playground(journal, capturing, threadWorker);
  }

  private constructor(journal: Journal, capture: Capture | string, threadWorker?: URL) {
    this.journal = journal;
    this.#start = learnStart(journal);
    this.#capture = typeof capture === "string" ? null : capture;
    this.skipped = typeof capture === "string" ? capture : null;
    const ours: Program = (net) =>
      new Promise((end) => {
        this.#expected.shift()?.({ net, end });
      });
    this.lab = new Lab({
      journal,
      version: "truth",
      ...(threadWorker && { threadWorker }),
      program: (id, make) => (this.#expected.length > 0 ? ours : program(id, make)),
    });
  }

  get capturing(): boolean {
    return this.#capture !== null;
  }

  get drivers(): readonly Driver[] {
    return this.#drivers;
  }

  /** Foreign processes that were started and live. */
  get pids(): readonly number[] {
    return [...this.foreign, ...this.#drivers.map((driver) => driver.process)]
      .filter(({ alive }) => alive)
      .map(({ pid }) => pid);
  }

  /** The trace takes in what has happened since. */
  read(): Trace {
    for (;;) {
      const events = this.journal.read(this.trace.seq, LIMITS.batchEvents);
      if (events.length === 0) return this.trace;
      this.trace.append(events);
      for (const event of events) this.endpoints.see(event);
    }
  }

  do(command: Command): Promise<readonly number[]> {
    return this.lab.do(command).then(({ actors }) => actors);
  }

  /** Starts one program of the catalogue. */
  async spawn(
    id: string,
    more: { host?: string; port?: number; make?: Make } = {},
  ): Promise<number> {
    const [actor = 0] = await this.do({ do: "spawn", program: id, count: 1, ...more });
    return actor;
  }

  /** Starts a server and gives its port, once clients can come. */
  async server(
    id: string,
    more: { host?: string; make?: Make } = {},
  ): Promise<{ actor: number; port: number }> {
    const actor = await this.spawn(id, { port: 0, ...more });
    const bound = await this.event(
      (event) => event.kind === "call.ended" && event.actor === actor && event.verb === "bind",
    );
    await this.event(
      (event) =>
        event.kind === "call.began" &&
        event.actor === actor &&
        (event.verb === "accept" || event.verb === "recvfrom"),
    );
    return {
      actor,
      port: bound.kind === "call.ended" ? (bound.result?.address?.port ?? 0) : 0,
    };
  }

  /** A card whose calls are made here. `queue`: whose accept queue its listening sockets have. */
  async ours(
    role: "server" | "client",
    { udp = false, queue = "node" }: { udp?: boolean; queue?: "node" | "kernel" } = {},
  ): Promise<Ours> {
    const taken = new Promise<Taken>((resolve) => this.#expected.push(resolve));
    const port = role === "server" ? 0 : 9;
    const actor =
      queue === "kernel"
        ? await this.spawn("welcome-server", { port, make: "one-at-a-time" })
        : await this.spawn(`${udp ? "udp" : "tcp"}-hand-${role}`, { port });
    const { net, end } = await taken;
    return {
      ...{ actor, net },
      end: async () => {
        end();
        await this.event((event) => event.kind === "actor.ended" && event.actor === actor);
      },
    };
  }

  /** A listening socket of ours on a free port. */
  async listening(
    { net }: Ours,
    { host = "127.0.0.1", backlog = 16 } = {},
  ): Promise<{ socket: Socket; port: number }> {
    const socket = await net.socket(host.includes(":") ? "AF_INET6" : "AF_INET", "SOCK_STREAM");
    await socket.bind([host, 0]);
    await socket.listen(backlog);
    const [, port] = await socket.getsockname();
    return { socket, port };
  }

  run(command: string, args: readonly string[], input?: string): Foreign {
    const foreign = new Foreign(command, args, input);
    this.foreign.push(foreign);
    return foreign;
  }

  driver(): Driver {
    const driver = new Driver();
    this.#drivers.push(driver);
    return driver;
  }

  /** The first event after `since` that `which` holds for, now or later. */
  event(which: (event: Event) => boolean, since = 0): Promise<Event> {
    return new Promise((resolve) => {
      let looked = since;
      const look = (): void => {
        for (;;) {
          const events = this.journal.read(looked, LIMITS.batchEvents);
          if (events.length === 0) return;
          looked += events.length;
          const found = events.find(which);
          if (!found) continue;
          unsubscribe();
          resolve(found);
          return;
        }
      };
      const unsubscribe = this.journal.subscribe(look);
      look();
    });
  }

  /** Ends the capture and gives what was captured. */
  async captured(): Promise<Captured | null> {
    return (await this.#capture?.stop(this.#start())) ?? null;
  }

  async close(): Promise<void> {
    this.#capture?.end();
    await Promise.all([
      ...this.foreign.map((foreign) => foreign.kill().catch(() => null)),
      ...this.#drivers.map((driver) => driver.end()),
    ]);
    await this.lab.close();
  }
}
