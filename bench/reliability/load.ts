import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Child } from "../sockets/child.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";

export type Lab = Child<LabRequest, LabAnswer>;

const CLIENTS = 16;
const SIZE = 64;

/** Clients that echo for ever, as fast as they get answers. */
export class Load {
  readonly #sockets: readonly Socket[];
  /** How long each echo took, in ms, since it was emptied last. */
  readonly times: number[];

  private constructor(sockets: readonly Socket[], times: number[]) {
    this.#sockets = sockets;
    this.times = times;
  }

  static async on(port: number): Promise<Load> {
    const times: number[] = [];
    const tell = (took: number): void => void times.push(took);
    const sockets = await Promise.all(Array.from({ length: CLIENTS }, () => echoes(port, tell)));
    return new Load(sockets, times);
  }

  end(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

async function echoes(port: number, tell: (took: number) => void): Promise<Socket> {
  const message = Buffer.alloc(SIZE, "x");
  const socket = connect({ port, host: "127.0.0.1" });
  socket.setNoDelay(true);
  await once(socket, "connect");
  let began = performance.now();
  let missing = SIZE;
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => {
    missing -= bytes.length;
    if (missing > 0) return;
    const now = performance.now();
    tell(now - began);
    began = now;
    missing = SIZE;
    socket.write(message);
  });
  socket.write(message);
  return socket;
}

/** Starts an echo server; gives its port, as the trace says. */
export async function serverPort(lab: Lab, port: number): Promise<number> {
  const command = { do: "spawn", program: "echo-server", make: "event-loop", count: 1, port: 0 };
  await lab.ask({ do: "command", command: command as LabCommand });
  for (;;) {
    const trace = await (await fetch(`http://127.0.0.1:${port}/api/trace`)).text();
    const found = /"verb":"bind","result":\{"address":\{"address":"127.0.0.1","port":(\d+)/.exec(
      trace,
    );
    if (found && trace.includes('"verb":"accept"')) return Number(found[1]);
    await wait(10);
  }
}

type LabCommand = Extract<LabRequest, { do: "command" }>["command"];
