import { createHash } from "node:crypto";
import {
  type CallSites,
  createSockets,
  createThreads,
  type Gates,
  type RecordedFact,
  type Recorder,
} from "@sockscope/sockets";
import { type FileSource, type Hash, madeUpFile } from "./file-source.ts";
import { type Concurrency, type ProgramId, programInfo } from "./ids.ts";
import { program } from "./programs.ts";

/** One program that runs, and what is known of it. */
export interface Running {
  readonly id: ProgramId;
  readonly facts: readonly RecordedFact[];
  readonly printed: readonly string[];
  /** Resolves when it has returned, fails as it failed. */
  readonly over: Promise<void>;
  /** Where it listens, once clients can come. */
  readonly port: Promise<number>;
  /** Resolves as soon as `holds`, looking again after each fact and each line. */
  until(holds: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  readonly make?: Concurrency;
  readonly port?: number;
  readonly number?: number;
  readonly sleep?: () => Promise<void>;
  /** A small one unless given. */
  readonly file?: FileSource;
  /** What a person says who drives it by hand; nothing unless given. */
  readonly orders?: ProgramOptions["orders"];
}

type ProgramOptions = Parameters<ReturnType<typeof program>>[1];

/** What the programs are looked at with; nothing unless given. */
interface Watch {
  readonly sites?: CallSites;
  readonly gates?: Gates;
}

/**
 * Programs that run as the lab runs them; all are ended by `stopAll`.
 * @param threadWorker the URL of the bundled worker: `inject("threadWorker")`
 */
export function stage(threadWorker: string, { sites, gates }: Watch = {}) {
  const programs: Running[] = [];
  let lastId = 0;
  const ids = { next: () => ++lastId };

  const start = (id: ProgramId, options: Options = {}): Running => {
    const info = programInfo(id);
    const make = options.make ?? info?.concurrency[0];
    const facts: RecordedFact[] = [];
    const printed: string[] = [];
    const looks = new Set<() => void>();
    const look = (): void => {
      for (const one of looks) one();
    };
    const actor = programs.length + 1;
    const recorder: Recorder = {
      record(fact) {
        facts.push(fact);
        look();
      },
    };
    const net = createSockets({
      actor,
      ids,
      queue: make === "one-at-a-time" ? "kernel" : "node",
      recorder,
      ...(sites && { sites }),
      ...(gates && { gate: gates.open(actor, recorder) }),
    });
    const print = (line: string): void => {
      printed.push(line);
      look();
    };
    const worker = new URL(threadWorker);
    const threads = createThreads({ worker, program: id, net, print, limit: 4, sites });
    const until = (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const one = (): void => {
          if (!holds()) return;
          looks.delete(one);
          resolve();
        };
        looks.add(one);
        one();
      });
    const ending = new AbortController();
    const over = program(id, make)(net, {
      host: "127.0.0.1",
      port: options.port ?? 0,
      family: "AF_INET",
      number: options.number ?? 7,
      print,
      sleep: options.sleep ?? (() => Promise.resolve()),
      file: options.file ?? madeUpFile("a b.bin", 1000),
      sha256,
      orders: options.orders ?? (async function* () {})(),
      signal: ending.signal,
      startThread: (conn, addr) => threads.start(conn, addr),
    });
    // Who waits for it hears of it; who does not ends it.
    over.catch(() => undefined);
    const waits = info?.type === "SOCK_DGRAM" ? "recvfrom" : "accept";
    const running: Running = {
      id,
      facts,
      printed,
      over,
      get port() {
        return until(() => facts.some(began(waits))).then(() => {
          const bound = facts.find(ended("bind"));
          return (bound?.kind === "call.ended" && bound.result?.address?.port) || 0;
        });
      },
      until,
      async stop() {
        ending.abort();
        await Promise.all([net.closeAll(), threads.close()]);
      },
    };
    programs.push(running);
    return running;
  };

  return {
    start,
    async stopAll() {
      await Promise.all(programs.splice(0).map((running) => running.stop()));
      lastId = 0;
    },
  };
}

export const began =
  (verb: string) =>
  (fact: RecordedFact): boolean =>
    fact.kind === "call.began" && fact.verb === verb;

export const ended =
  (verb: string) =>
  (fact: RecordedFact): boolean =>
    fact.kind === "call.ended" && fact.verb === verb;

/** True while its last call has not returned. */
export function isAsleepIn({ facts }: Running, verb: string): boolean {
  const count = (which: (fact: RecordedFact) => boolean): number => facts.filter(which).length;
  return count(began(verb)) > count(ended(verb));
}

function sha256(): Hash {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    hexdigest: () => hash.copy().digest("hex"),
  };
}
