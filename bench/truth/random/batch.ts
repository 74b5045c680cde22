import { setTimeout as wait } from "node:timers/promises";
import { pairKey } from "../capture/connections.ts";
import { type Quiet, quiet } from "../comparison/quiet.ts";
import { sideBySide } from "../comparison/report.ts";
import { judge, type Verdict } from "../comparison/session.ts";
import type { Driver } from "../playground/foreign.ts";
import { Playground, type PlaygroundOptions } from "../playground/playground.ts";
import type { Conversation, Op } from "./conversation.ts";
import { type End, OurEnd, PythonEnd } from "./ends.ts";

export interface Batch extends Verdict {
  /** Which conversation a finding is of, by its `where`. */
  readonly indexOf: (where: string) => number | null;
  /** Events, what is drawn and packets. */
  readonly verbose: () => string;
  readonly skipped: string | null;
}

/** Conversations at once: more only make each of them slower. */
const AT_ONCE = 25;

interface Talk {
  readonly conversation: Conversation;
  readonly ends: readonly [End, End];
}

/** Many conversations in one lab and one capture. */
export async function runBatch(
  conversations: readonly Conversation[],
  options: PlaygroundOptions,
): Promise<Batch> {
  const playground = await Playground.open(options);
  try {
    const keys = new Map<string, number>();
    const python = conversations.some(({ cast }) => cast !== "ours") ? playground.driver() : null;
    const talks = await some(conversations, (conversation) =>
      begin(playground, conversation, python, keys),
    );
    const quiets: Quiet[] = [];
    for (const half of [0, 1] as const) {
      await some(talks, ({ conversation, ends }) => play(conversation.halves[half], ends));
      quiets.push(await quiet(playground, half === 0 ? "half way" : "at the end"));
    }
    const verdict = await judge(playground, quiets);
    return {
      ...verdict,
      indexOf: (where) => keys.get(keyOf(where)) ?? null,
      verbose: () => sideBySide(playground, verdict),
      skipped: playground.skipped,
    };
  } finally {
    await playground.close();
  }
}

/** `A > B (socket 3)` and `A B` name the same pair of ends. */
function keyOf(where: string): string {
  const [one = "", other = ""] = where.split(/ > | /);
  return pairKey(one, other);
}

async function some<T, R>(all: readonly T[], act: (one: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) {
      const one = all[index];
      if (one !== undefined) results[index] = await act(one);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function begin(
  playground: Playground,
  conversation: Conversation,
  shared: Driver | null,
  keys: Map<string, number>,
): Promise<Talk> {
  const { index, cast, halves } = conversation;
  const foreign = cast === "python-client" ? 0 : 1;
  // A process that dies takes only its own conversation with it.
  const dies = halves.flat().some((op) => op.do === "die" && op.side === foreign);
  const driver = cast === "ours" ? null : dies ? playground.driver() : shared;
  const host = "127.0.0.1";
  const file = (client: number, server: number): void => {
    keys.set(pairKey(`${host}:${client}`, `${host}:${server}`), index);
  };
  if (cast === "python-server" && driver) {
    const port = await driver.must<number>(`l${index}`, "listen", { host });
    const ours = await playground.ours("client");
    const socket = await ours.net.socket("AF_INET", "SOCK_STREAM");
    await socket.connect([host, port]);
    file((await socket.getsockname())[1], port);
    await driver.must(`l${index}`, "accept", { as: `s${index}` });
    const own = new OurEnd(playground, ours, socket);
    return { conversation, ends: [own, new PythonEnd(driver, `s${index}`)] };
  }
  const server = await playground.ours("server");
  const { socket: listener, port } = await playground.listening(server);
  if (cast === "python-client" && driver) {
    await driver.must(`c${index}`, "socket");
    file(await driver.must<number>(`c${index}`, "connect", { host, port }), port);
    const [conn] = await listener.accept();
    const own = new OurEnd(playground, server, conn);
    return { conversation, ends: [new PythonEnd(driver, `c${index}`), own] };
  }
  const client = await playground.ours("client");
  const socket = await client.net.socket("AF_INET", "SOCK_STREAM");
  await socket.connect([host, port]);
  file((await socket.getsockname())[1], port);
  const [conn] = await listener.accept();
  return {
    conversation,
    ends: [new OurEnd(playground, client, socket), new OurEnd(playground, server, conn)],
  };
}

async function play(ops: readonly Op[], ends: readonly [End, End]): Promise<void> {
  for (const op of ops) {
    if (op.do === "pause") await wait(op.ms);
    else await ends[op.side].make(op);
  }
}
