import { type ChildProcess, fork, type SendHandle } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Reply, Request } from "./acceptor.mjs";

/** One listening socket, as the acceptor knows it. */
export interface AcceptorClient {
  /** `handle`: Node's handle of the new connection, for `did: "accept"`. */
  heard(reply: Reply, handle: object | null): void;
  /** The acceptor died. The next request starts a new one. */
  lost(): void;
}

/**
 * The child process that accepts for all listening sockets of this process whose queue is in the
 * kernel. It is started when the first one listens, lives as long as this process, and keeps it
 * alive only while a socket listens.
 */
class Acceptor {
  #child: ChildProcess | null = null;
  readonly #clients = new Map<number, AcceptorClient>();
  #lastListener = 0;

  /** Returns the number for its requests and replies. */
  join(client: AcceptorClient): number {
    this.#lastListener += 1;
    this.#clients.set(this.#lastListener, client);
    const child = this.#running();
    child.ref();
    child.channel?.ref();
    return this.#lastListener;
  }

  leave(listener: number): void {
    this.#clients.delete(listener);
    if (this.#clients.size > 0) return;
    this.#child?.unref();
    this.#child?.channel?.unref();
  }

  /** `handle`: the listening socket, which stays open here too. */
  ask(request: Request, handle?: object): void {
    // The types know only net.Socket and net.Server; Node's own handles go the same way (as in
    // cluster), and nothing is accepted or read on the way.
    this.#running().send(request, handle as SendHandle);
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const child = fork(fileURLToPath(new URL("./acceptor.mjs", import.meta.url)), [], {
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    child.on("message", (message, handle) => {
      const reply = message as Reply;
      this.#clients.get(reply.listener)?.heard(reply, (handle as object | undefined) ?? null);
    });
    const lost = (): void => {
      if (this.#child !== child) return;
      this.#child = null;
      for (const client of [...this.#clients.values()]) client.lost();
    };
    child.on("error", lost);
    child.on("exit", lost);
    return child;
  }
}

export const acceptor = new Acceptor();
