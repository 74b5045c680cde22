import { ProgramStopped, type Socket, SocketError } from "@sockscope/sockets";
import type { Driver } from "../playground/foreign.ts";
import type { Ours, Playground } from "../playground/playground.ts";
import type { Op } from "./conversation.ts";

/** Seconds that a call may wait. */
const PATIENCE = 0.05;

/** One end of a conversation; a call that fails has its errno on the stage and ends nothing. */
export interface End {
  make(op: Exclude<Op, { do: "pause" }>): Promise<void>;
}

/** An end with recorded sockets. */
export class OurEnd implements End {
  #closed = false;

  constructor(
    private readonly playground: Playground,
    private readonly ours: Ours,
    private readonly socket: Socket,
  ) {}

  async make(op: Exclude<Op, { do: "pause" }>): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#call(op);
    } catch (error) {
      if (!(error instanceof SocketError || error instanceof ProgramStopped)) throw error;
    }
  }

  async #call(op: Exclude<Op, { do: "pause" }>): Promise<void> {
    const { socket } = this;
    switch (op.do) {
      case "send":
        await socket.settimeout(PATIENCE);
        await socket.send(new Uint8Array(op.size));
        break;
      case "recv":
        await socket.settimeout(PATIENCE);
        await socket.recv(op.size);
        break;
      case "shutdown":
        await socket.shutdown("SHUT_WR");
        break;
      case "reset":
        this.#closed = true;
        await socket.setsockopt("SOL_SOCKET", "SO_LINGER", 0);
        await socket.close();
        break;
      case "close":
        this.#closed = true;
        await socket.close();
        break;
      case "die":
        this.#closed = true;
        await this.playground.do({ do: "stop", actor: this.ours.actor });
        break;
    }
  }
}

/** An end in a Python process. */
export class PythonEnd implements End {
  #closed = false;

  constructor(
    private readonly driver: Driver,
    private readonly name: string,
  ) {}

  async make(op: Exclude<Op, { do: "pause" }>): Promise<void> {
    if (this.#closed) return;
    const { driver, name } = this;
    switch (op.do) {
      case "send":
      case "recv":
        await driver.do(name, op.do, { size: op.size, timeout: PATIENCE });
        break;
      case "shutdown":
        await driver.do(name, "shutdown", { how: 1 });
        break;
      case "reset":
        this.#closed = true;
        await driver.do(name, "linger");
        await driver.do(name, "close");
        break;
      case "close":
        this.#closed = true;
        await driver.do(name, "close");
        break;
      case "die":
        this.#closed = true;
        await driver.end();
        break;
    }
  }
}
