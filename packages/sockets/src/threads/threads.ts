import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { createRoom } from "../api/room.ts";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import type { HostPort } from "../os/address.ts";
import { callError, ProgramStopped, SocketError } from "../os/errno.ts";
import type { CallSites } from "../recording/call-sites.ts";
import type { Answer, Ask, ThreadCall, ThreadTask } from "./messages.ts";

export interface ThreadsOptions {
  /** The script of a worker, which calls `runThread`. */
  readonly worker: URL;
  /** The name of its conversation. */
  readonly program: string;
  /** The program whose sockets the threads use. */
  readonly net: Sockets;
  readonly print: (line: string) => void;
  /** How many may run at once. */
  readonly limit: number;
  /** Finds the line of a conversation that makes a call. Default: lines are not recorded. */
  readonly sites?: CallSites | undefined;
}

/** The worker threads of one program. */
export interface Threads {
  /** Passes the connection to a thread of its own. Waits while `limit` threads are running. */
  start(conn: Socket, addr: HostPort): Promise<void>;
  /** Ends all of them, in whatever call they sleep. No thread can be started afterwards. */
  close(): Promise<void>;
}

/**
 * Worker threads that really block. This thread makes their calls on the program's recorded
 * sockets, so there is one event order for all. A thread sleeps in `Atomics.wait` until its answer
 * has come.
 */
export function createThreads(options: ThreadsOptions): Threads {
  const { worker, program, net, print, limit, sites } = options;
  const running = new Set<Worker>();
  const room = createRoom<Socket>();
  /** The sockets that threads may name: their own connections, and those in the room. */
  const sockets = new Map<number, Socket>();
  const waiting: (() => void)[] = [];
  let closed = false;
  let lastThread = 0;

  const perform = async (thread: number, ask: Exclude<Ask, { ask: "print" }>): Promise<unknown> => {
    const socket = sockets.get(ask.socket);
    // The conversation ended before another thread used its connection.
    if (!socket) throw alreadyClosed(ask);
    switch (ask.ask) {
      case "join":
        return room.join(socket);
      case "leave":
        return room.leave(socket);
      case "others":
        return room.others(socket).map(({ id }) => id);
      case "call":
        return net.asThread(thread, () => callOn(socket, ask.call), sites?.locate(ask.from));
    }
  };

  const run = (conn: Socket, addr: HostPort): void => {
    lastThread += 1;
    const thread = lastThread;
    const { port1: port, port2: theirs } = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    const recordsLines = sites !== undefined;
    const task: ThreadTask = { program, socket: conn.id, addr, port: theirs, signal, recordsLines };
    sockets.set(conn.id, conn);
    const one = new Worker(worker, {
      workerData: task,
      transferList: [theirs],
      // A conversation needs little, and there may be many.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16, stackSizeMb: 1 },
    });
    running.add(one);
    port.on("message", (ask: Ask) => {
      if (ask.ask === "print") return print(ask.line);
      perform(thread, ask).then(
        (value) => reply(port, signal, { ok: true, value }),
        (error: unknown) => {
          if (error instanceof ProgramStopped) return;
          reply(port, signal, failure(error));
        },
      );
    });
    one.on("error", (error) => print(`${addr[0]}:${addr[1]} ${error.message}`));
    // The port closes after the last line that was printed, which may come after the exit.
    one.on("exit", () => {
      running.delete(one);
      room.leave(conn);
      sockets.delete(conn.id);
      waiting.shift()?.();
      // Python closes a socket without references, however its thread ended. A stopped program has
      // none.
      if (!closed && !conn.closed) net.asThread(thread, () => conn.close()).catch(() => undefined);
    });
  };

  return {
    async start(conn, addr) {
      while (running.size >= limit && !closed)
        await new Promise<void>((resolve) => waiting.push(resolve));
      if (closed) throw new ProgramStopped();
      run(conn, addr);
    },
    async close() {
      closed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...running].map((one) => one.terminate()));
    },
  };
}

function reply(port: MessagePort, signal: SharedArrayBuffer, answer: Answer): void {
  port.postMessage(answer);
  const ready = new Int32Array(signal);
  Atomics.store(ready, 0, 1);
  Atomics.notify(ready, 0);
}

function callOn(socket: Socket, call: ThreadCall): Promise<unknown> {
  switch (call.verb) {
    case "send":
      return socket.send(call.data);
    case "sendall":
      return socket.sendall(call.data);
    case "recv":
      return socket.recv(call.size);
    case "shutdown":
      return socket.shutdown(call.how);
    case "settimeout":
      return socket.settimeout(call.seconds);
    case "close":
      return socket.close();
    case "getsockname":
      return socket.getsockname();
    case "getpeername":
      return socket.getpeername();
  }
}

const alreadyClosed = (ask: Exclude<Ask, { ask: "print" }>): SocketError =>
  new SocketError(callError("EBADF"), ask.ask === "call" ? ask.call.verb : "send");

/** Anything but a socket's error is an internal fault and must not be lost. */
function failure(error: unknown): Answer {
  if (!(error instanceof SocketError)) throw error;
  const { errno, number, message, call, timedOut } = error;
  return { ok: false, error: { errno, number, message }, call, timedOut };
}
