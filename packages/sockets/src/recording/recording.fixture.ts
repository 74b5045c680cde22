import { createSockets, type Sockets, type SocketsOptions } from "../api/sockets.ts";
import type { Ids, RecordedFact, Recorder } from "./recorder.ts";

/** A recorder that tests read, and programs whose sockets record into it. */
export interface Recording {
  readonly facts: RecordedFact[];
  /** The facts in short form, one per line, without this run's ports. */
  readonly lines: () => string[];
  readonly recorder: Recorder;
  readonly ids: Ids;
  program(more?: Pick<SocketsOptions, "gate" | "link" | "queue">): Sockets;
  /** Resolves when a fact with this short form is recorded, or at once if it already was. */
  seen(line: string): Promise<void>;
  closeAll(): Promise<void>;
}

export function recording(): Recording {
  const facts: RecordedFact[] = [];
  const waiting: { line: string; go: () => void }[] = [];
  const programs: Sockets[] = [];
  let id = 0;
  const ids: Ids = { next: () => ++id };
  const recorder: Recorder = {
    record(fact) {
      facts.push(fact);
      const line = short(fact);
      for (const waiter of waiting) if (waiter.line === line) waiter.go();
    },
  };
  return {
    facts,
    lines: () => facts.map(short),
    recorder,
    ids,
    program(more = {}) {
      const sockets = createSockets({ actor: programs.length + 1, recorder, ids, ...more });
      programs.push(sockets);
      return sockets;
    },
    seen: (line) =>
      new Promise((go) => {
        if (facts.some((fact) => short(fact) === line)) go();
        else waiting.push({ line, go });
      }),
    async closeAll() {
      await Promise.all(programs.map((program) => program.closeAll()));
    },
  };
}

const size = (payload: { length: number } | undefined, offset: number | undefined): string =>
  payload ? ` ${payload.length}${offset === undefined ? "" : `@${offset}`}` : "";

/** `1 began sendall 5@0`: actor, kind, verb, bytes and their offset, errno. */
export function short(fact: RecordedFact): string {
  switch (fact.kind) {
    case "call.began":
      return `${fact.actor} began ${fact.verb}${size(fact.args.payload, fact.args.offset)}`;
    case "call.ended": {
      const cut = fact.result?.cutFrom ? ` of ${fact.result.cutFrom}` : "";
      const error = fact.error ? ` ${fact.error.errno}` : "";
      const bytes = size(fact.result?.payload, fact.result?.offset);
      return `${fact.actor} ended ${fact.verb}${bytes}${cut}${error}`;
    }
    case "datagram.arrived":
      return `${fact.actor} datagram.arrived ${fact.length}`;
    case "datagram.dropped":
      return `${fact.actor} dropped ${fact.count} of ${fact.length}`;
    case "socket.named":
    case "connection.queued":
    case "socket.closed":
      return `${fact.actor} ${fact.kind}`;
    case "gate.reached":
      return `${fact.actor} gate ${fact.verb}${fact.at === "return" ? " return" : ""}`;
    case "link.fault":
      return `${fact.actor} ${fact.fault}${where(fact)}`;
    case "link.passed":
      return `${fact.actor} passed${where(fact)}`;
    default:
      return fact.kind;
  }
}

const where = (fact: { length: number; offset?: number | undefined; copy?: number | undefined }) =>
  ` ${fact.length}${fact.offset === undefined ? "" : `@${fact.offset}`}${fact.copy === 2 ? " copy" : ""}`;
