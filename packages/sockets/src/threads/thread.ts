// The worker thread's side. Nothing here uses a socket, so the bundle stays small.
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Room } from "../api/room.ts";
import type { HostPort } from "../os/address.ts";
import type { ShutdownHow } from "../os/driver.ts";
import { SocketError } from "../os/errno.ts";
import { type Position, positionsIn } from "../recording/stack-position.ts";
import type { Answer, Ask, ThreadCall, ThreadTask } from "./messages.ts";

export type { Room } from "../api/room.ts";
export type { HostPort } from "../os/address.ts";
export { SocketError } from "../os/errno.ts";

/**
 * A connected socket whose calls return when they are done, as Python's do: the thread sleeps until
 * then. The main thread makes the recorded call for it. Errors are the same `SocketError`s.
 */
export class BlockingSocket {
  readonly #ask: (ask: Ask) => unknown;
  readonly #from: () => readonly Position[];
  /** The id in the events of this socket. */
  readonly id: number;

  constructor(id: number, ask: (ask: Ask) => unknown, from: () => readonly Position[]) {
    this.id = id;
    this.#ask = ask;
    this.#from = from;
  }

  /** Returns the number of bytes that the kernel took. */
  send(data: Uint8Array): number {
    return this.#call({ verb: "send", data }) as number;
  }

  /** Sleeps until the kernel has taken every byte. */
  sendall(data: Uint8Array): void {
    this.#call({ verb: "sendall", data });
  }

  /** At most `size` bytes, at least one; none at the end of the stream. */
  recv(size: number): Uint8Array {
    return this.#call({ verb: "recv", size }) as Uint8Array;
  }

  shutdown(how: ShutdownHow): void {
    this.#call({ verb: "shutdown", how });
  }

  /** Seconds. Null for no limit. */
  settimeout(seconds: number | null): void {
    this.#call({ verb: "settimeout", seconds });
  }

  close(): void {
    this.#call({ verb: "close" });
  }

  getsockname(): HostPort {
    return this.#call({ verb: "getsockname" }) as HostPort;
  }

  getpeername(): HostPort {
    return this.#call({ verb: "getpeername" }) as HostPort;
  }

  #call(call: ThreadCall): unknown {
    return this.#ask({ ask: "call", socket: this.id, call, from: this.#from() });
  }
}

/** The context of a conversation, besides its connection. */
export interface ThreadContext {
  readonly room: Room<BlockingSocket>;
  /** One line on the program's card. */
  readonly print: (line: string) => void;
}

/** What a server's thread does with its client. */
export type ThreadConversation = (
  conn: BlockingSocket,
  addr: HostPort,
  context: ThreadContext,
) => void;

/**
 * Runs the conversation that this worker was started for, to its end.
 * @param script the URL of the script that holds the conversations: `import.meta.url` there
 */
export function runThread(
  conversations: Readonly<Record<string, ThreadConversation>>,
  script: string,
): void {
  const task = workerData as ThreadTask;
  const ask = asker(task);
  // A thread blocks in each call anyway, so reading its stack costs comparatively little.
  const from = (): readonly Position[] => (task.recordsLines ? positionsIn(script) : []);
  const sockets = new Map<number, BlockingSocket>();
  const socket = (id: number): BlockingSocket => {
    const known = sockets.get(id) ?? new BlockingSocket(id, ask, from);
    sockets.set(id, known);
    return known;
  };
  const room: Room<BlockingSocket> = {
    join: ({ id }) => void ask({ ask: "join", socket: id }),
    leave: ({ id }) => void ask({ ask: "leave", socket: id }),
    others: ({ id }) => (ask({ ask: "others", socket: id }) as readonly number[]).map(socket),
  };
  const print = (line: string): void => task.port.postMessage({ ask: "print", line } satisfies Ask);
  const { addr } = task;
  const conn = socket(task.socket);
  try {
    conversations[task.program]?.(conn, addr, { room, print });
  } finally {
    task.port.close();
  }
}

/** Sends a request to the main thread, and really sleeps until it has answered. */
function asker({ port, signal }: ThreadTask): (ask: Ask) => unknown {
  const ready = new Int32Array(signal);
  return (ask) => {
    port.postMessage(ask);
    Atomics.wait(ready, 0, 0);
    Atomics.store(ready, 0, 0);
    const answer = receiveMessageOnPort(port)?.message as Answer;
    if (answer.ok) return answer.value;
    throw new SocketError(answer.error, answer.call, answer.timedOut);
  };
}
