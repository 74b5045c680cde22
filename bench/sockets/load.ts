// The clients of the benchmarks, in a process of their own and on plain net and dgram: what is
// measured then is the server. Each client sends, waits for all of it to come back, and sends again.

import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { answerParent } from "./answer-parent.ts";

export type LoadRequest =
  | {
      readonly do: "open";
      readonly group: string;
      readonly kind: "echo" | "sink" | "udp";
      readonly port: number;
      readonly clients: number;
      readonly size: number;
    }
  /** From now on only this group sends. */
  | { readonly do: "run"; readonly group: string }
  | { readonly do: "mark" };

/** `count`: echoes, or bytes of a sink, so far. `at`: ms. */
export interface Mark {
  readonly count: number;
  readonly at: number;
}

let active = "";
let count = 0;
/** Clients that wait for their group to run. */
const idle = new Map<string, (() => void)[]>();

function again(group: string, send: () => void): void {
  if (group === active) send();
  else idle.set(group, [...(idle.get(group) ?? []), send]);
}

type Open = Extract<LoadRequest, { do: "open" }>;

function openStream({ group, kind, port, size }: Open): Promise<void> {
  const message = Buffer.alloc(size, "x");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    let missing = size;
    const send = (): void => {
      missing = size;
      socket.write(message);
    };
    socket.on("data", (bytes) => {
      if (kind === "sink") {
        count += bytes.length;
        return;
      }
      missing -= bytes.length;
      if (missing > 0) return;
      count += 1;
      again(group, send);
    });
    socket.on("error", reject);
    socket.on("connect", () => {
      if (kind === "echo") again(group, send);
      resolve();
    });
  });
}

function openDatagram({ group, port, size }: Open): Promise<void> {
  const message = Buffer.alloc(size, "x");
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    let waits = false;
    let asked = 0;
    const send = (): void => {
      waits = true;
      // Never the same again: the lab slows down two that send each other the same for ever.
      message.writeUInt32LE(asked, 0);
      asked += 1;
      socket.send(message);
    };
    socket.on("message", () => {
      waits = false;
      count += 1;
      again(group, send);
    });
    // A datagram may be lost, and its client would wait for ever.
    setInterval(() => {
      if (waits && group === active) send();
    }, 200).unref();
    socket.connect(port, "127.0.0.1", () => {
      again(group, send);
      resolve();
    });
  });
}

async function handle(request: LoadRequest): Promise<Mark> {
  switch (request.do) {
    case "open":
      for (let made = 0; made < request.clients; made += 1)
        await (request.kind === "udp" ? openDatagram(request) : openStream(request));
      break;
    case "run": {
      active = request.group;
      const waiting = idle.get(active) ?? [];
      idle.delete(active);
      for (const send of waiting) send();
      break;
    }
    case "mark":
      break;
  }
  return { count, at: performance.now() };
}

answerParent(handle);
