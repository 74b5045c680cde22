import { once } from "node:events";
import { connect, createServer, type Socket as PlainSocket } from "node:net";
import { createSockets, type Sockets } from "@sockscope/sockets";
import { interleave, type Rates, stopwatch } from "./rounds.ts";
import { rate, type Stage } from "./stage.ts";

const SLICE = 200;
const CHUNK = new Uint8Array(64 * 1024).fill(120);

let lastId = 1_000_000;
const recordedBy = ({ server }: Stage): Sockets =>
  createSockets({ actor: 1, recorder: server.journal, ids: { next: () => ++lastId } });

/** Lets one of several tasks go on at a time. */
class Turn {
  #active = "";
  #waiting: (() => void)[] = [];

  give(name: string): void {
    this.#active = name;
    for (const go of this.#waiting.splice(0)) go();
  }

  has(name: string): boolean {
    return this.#active === name;
  }

  async of(name: string): Promise<void> {
    while (this.#active !== name) await new Promise<void>((go) => this.#waiting.push(go));
  }
}

/** Bytes a second that a server sends, 64 KiB a call, to a client that takes them all. */
export async function oneWay(stage: Stage, rounds: number): Promise<Rates<"recorded" | "plain">> {
  const turn = new Turn();
  const { load } = stage;
  const net = recordedBy(stage);
  const listener = await net.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen(5);
  const [, recordedPort] = await listener.getsockname();
  const accepted = listener.accept();
  const plain = createServer();
  plain.listen(0, "127.0.0.1");
  await once(plain, "listening");
  const connected = once(plain, "connection") as Promise<[PlainSocket]>;
  const { port } = plain.address() as { port: number };
  const open = { do: "open", kind: "sink", clients: 1, size: 0 } as const;
  await load.ask({ ...open, group: "", port: recordedPort });
  await load.ask({ ...open, group: "", port });
  const [conn] = await accepted;
  const [socket] = await connected;
  socket.on("error", () => undefined);

  const recordedLoop = async (): Promise<void> => {
    for (;;) {
      if (!turn.has("recorded")) await turn.of("recorded");
      await conn.sendall(CHUNK);
    }
  };
  const plainLoop = async (): Promise<void> => {
    for (;;) {
      if (!turn.has("plain")) await turn.of("plain");
      if (!socket.write(CHUNK)) await once(socket, "drain");
    }
  };
  recordedLoop().catch(() => undefined);
  plainLoop().catch(() => undefined);
  const rates = await interleave(["recorded", "plain"], rounds, (condition) => {
    turn.give(condition);
    return rate(load, SLICE);
  });
  turn.give("");
  await net.closeAll();
  socket.destroy();
  plain.close();
  return rates;
}

/**
 * Connections a second, made and closed again, both ends in this process. One after the other: Node
 * accepts one in each turn of its event loop, so several at once would fill the accept queue, and
 * what is measured were the second after which the kernel tries again.
 */
export async function connectClose(
  stage: Stage,
  rounds: number,
): Promise<Rates<"recorded" | "plain">> {
  return interleave(["recorded", "plain"], rounds, async (condition) => {
    const passed = stopwatch();
    const made = condition === "recorded" ? await recordedDials(stage) : await plainDials();
    return made / passed();
  });
}

async function dialOn(dial: () => Promise<void>): Promise<number> {
  const end = performance.now() + SLICE;
  let made = 0;
  for (; performance.now() < end; made += 1) await dial();
  return made;
}

async function recordedDials(stage: Stage): Promise<number> {
  const net = recordedBy(stage);
  const listener = await net.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen(128);
  const address = await listener.getsockname();
  const serve = async (): Promise<void> => {
    for (;;) {
      const [conn] = await listener.accept();
      conn
        .recv(1)
        .then(() => conn.close())
        .catch(() => undefined);
    }
  };
  serve().catch(() => undefined);
  const made = await dialOn(async () => {
    const client = await net.socket("AF_INET", "SOCK_STREAM");
    await client.connect(address);
    await client.close();
  });
  await net.closeAll();
  return made;
}

async function plainDials(): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const made = await dialOn(
    () =>
      new Promise((resolve) => {
        const socket = connect({ host: "127.0.0.1", port });
        socket.on("connect", () => socket.destroy());
        socket.on("close", () => resolve());
      }),
  );
  server.close();
  return made;
}
