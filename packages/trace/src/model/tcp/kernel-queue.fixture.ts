import { at, Script } from "../../testing/script.ts";

interface Coming {
  readonly client: number;
  readonly socket: number;
  readonly port: number;
  readonly connect: number;
  state: "dialling" | "waits" | "over";
  closed: boolean;
}

const SERVER_PORT = 8888;

/** A server whose accept queue is the kernel's, and whoever comes to it. */
export class KernelQueueScript extends Script {
  readonly server = this.actorAdded("server");
  readonly listener: number;
  private port = 40_000;
  private connection = 1000;

  constructor(backlog = 5) {
    super();
    this.listener = this.opened(this.server);
    this.whole(this.server, this.listener, "bind", { address: at(SERVER_PORT) }, {});
    this.whole(this.server, this.listener, "listen", { backlog }, { queue: "kernel" });
  }

  /** A client whose `connect` has begun. */
  dials(): Coming {
    const client = this.actorAdded("client");
    const socket = this.opened(client);
    const connect = this.began(client, socket, "connect", { address: at(SERVER_PORT) });
    const port = this.port++;
    this.add({ kind: "socket.named", actor: client, socket, address: at(port) });
    return { client, socket, port, connect, state: "dialling", closed: false };
  }

  connects({ connect, port }: Coming): void {
    this.ended(connect, { address: at(port) });
  }

  /** A client whose `connect` has returned. */
  comes(): Coming {
    const coming = this.dials();
    this.connects(coming);
    return coming;
  }

  /** `accept` returns a connection of this port; 0: its client's reset has made it forgotten. */
  accepts(port: number): number {
    const socket = this.connection++;
    this.whole(this.server, this.listener, "accept", {}, { socket, address: at(port) });
    return socket;
  }
}

/** A session, and how many of ours waited after each of its events. */
export interface KernelSession {
  readonly script: KernelQueueScript;
  readonly waiting: readonly number[];
}

/** Clients come, talk, close, fail and are accepted in an order that `choices` decides. */
export function kernelSession(choices: readonly number[]): KernelSession {
  const script = new KernelQueueScript();
  const all: Coming[] = [];
  const waiting: number[] = [];
  /** An action changes the number with its last event. */
  const count = () => {
    const before = waiting.at(-1) ?? 0;
    while (waiting.length < script.events.length - 1) waiting.push(before);
    if (waiting.length < script.events.length)
      waiting.push(all.filter(({ state }) => state === "waits").length);
  };
  for (const choice of choices) {
    const pick = (state: Coming["state"]) => {
      const some = all.filter((one) => one.state === state);
      return some[(choice >> 3) % Math.max(1, some.length)];
    };
    if (choice % 8 === 0) all.push(script.dials());
    // An outsider was in the queue, and nobody knew.
    else if (choice % 8 === 1) script.accepts(60_000 + (choice % 100));
    else if (choice % 8 < 5) dialled(script, pick("dialling"), choice % 8);
    else waits(script, pick("waits"), choice);
    count();
  }
  return { script, waiting };
}

function dialled(script: KernelQueueScript, one: Coming | undefined, choice: number): void {
  if (one === undefined) return;
  one.state = choice === 2 ? "waits" : "over";
  if (choice === 4) {
    script.failed(one.connect, "ETIMEDOUT");
    return;
  }
  // The server's side may be told first: then it has never waited.
  if (choice === 3) script.accepts(one.port);
  script.connects(one);
}

function waits(script: KernelQueueScript, one: Coming | undefined, choice: number): void {
  if (one === undefined) return;
  if (choice % 8 === 5) {
    if (!one.closed) script.send(one.client, one.socket, "x".repeat((choice % 50) + 1));
  } else if (choice % 8 === 6) {
    if (!one.closed) script.whole(one.client, one.socket, "close", {}, {});
    one.closed = true;
  } else {
    script.accepts(one.port);
    one.state = "over";
  }
}
