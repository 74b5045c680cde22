import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { type Event, LIMITS } from "@sockscope/protocol";
import { WebSocket } from "ws";
import type { RunningServer } from "../../apps/server/src/http/server.ts";
import {
  type RunResult,
  SessionConnection,
} from "../../apps/web/src/store/session/session-connection.ts";
import { cutLine } from "./cut-connection.ts";

export interface ResumeResult {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly disordered: number;
  /** Commands that are said to be done, and how often they acted. */
  readonly commands: number;
  readonly acted: number;
}

/** The page's waits are shortened by this: between attempts, and until silence means a dead line. */
const FASTER = 25;
const FASTER_DEAD = 150;
const KINDS = ["cut", "cut", "silence", "early"] as const;

/**
 * The page's own connection, cut so many times: in the open, before its first event, in the middle
 * of a message, and half open, while events come and commands are given.
 */
export async function resume(
  { journal, port, token }: Pick<RunningServer, "journal" | "port" | "token">,
  { cuts, perSecond }: { cuts: number; perSecond: number },
): Promise<ResumeResult> {
  const line = await cutLine(port);
  const before = journal.seq;
  const seen: Event[] = [];
  let session: string | null = null;
  let opened = 0;
  let over = false;
  const connection = new SessionConnection({
    viewer: `resume ${process.pid} ${performance.now()}`,
    openConnection: ({ opened: isOpen, received, closed }) => {
      const socket = new WebSocket(`ws://127.0.0.1:${line.port}/ws`, {
        headers: { host: `127.0.0.1:${port}` },
      });
      socket.on("open", () => isOpen(token));
      socket.on("message", (data: Buffer) => received(data.toString()));
      socket.on("close", closed);
      socket.on("error", () => undefined);
      return { send: (text) => socket.send(text), close: () => socket.terminate() };
    },
    after: (ms, act) => {
      const faster = ms === 3 * LIMITS.beat ? FASTER_DEAD : FASTER;
      if (!over) setTimeout(act, ms / faster).unref();
    },
    held: () => ({ session, since: seen.at(-1)?.seq ?? 0 }),
    statusChanged: (link) => {
      if (link === "open") opened += 1;
    },
    welcomed: (welcome) => {
      if (session !== null && welcome.since !== (seen.at(-1)?.seq ?? 0))
        throw new Error("began anew");
      session = welcome.session;
    },
    received: (events) => void seen.push(...events),
    onJoinProblem: (problem) => {
      throw new Error(problem);
    },
    troubled: ({ message }) => {
      throw new Error(message);
    },
    random: () => 0.5,
    failed: (error) => {
      throw error;
    },
  });

  let made = 0;
  const began = performance.now();
  const events = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond;
    for (; made < due; made += 1)
      journal.record({ kind: "actor.printed", actor: 1, text: `event ${made}` });
  }, 5);

  connection.start();
  const answers: Promise<RunResult>[] = [];
  for (let done = 0; done < cuts; done += 1) {
    const kind = KINDS[Math.floor(Math.random() * KINDS.length)] ?? "cut";
    const was = opened;
    while (opened === was && done > 0) await wait(1);
    // One that is given while there is no line is refused at once, and does nothing.
    answers.push(connection.run({ do: "gate", scope: "all", mode: "free" }));
    await wait(Math.random() * 40);
    if (kind === "early") line.cutAfter(Math.floor(Math.random() * 4000));
    if (kind === "silence") line.silence();
    else line.cut();
  }
  const results = await Promise.all(answers);
  clearInterval(events);
  const end = journal.seq;
  while ((seen.at(-1)?.seq ?? 0) < end) await wait(5);
  over = true;
  line.close();
  const trace = await (await fetch(`http://127.0.0.1:${port}/api/trace`)).text();
  const all = trace
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text) as Event);
  const commands = results.filter(({ ok }) => ok).length;
  return { ...judge(seen, all), commands, acted: acted(all.slice(before)) };
}

const acted = (events: readonly Event[]): number =>
  events.filter(({ kind }) => kind === "gate.set").length;

function judge(seen: readonly Event[], all: readonly Event[]) {
  const counts = new Map<number, number>();
  let disordered = 0;
  seen.forEach(({ seq }, index) => {
    counts.set(seq, (counts.get(seq) ?? 0) + 1);
    if (index > 0 && seq <= (seen[index - 1]?.seq ?? 0)) disordered += 1;
  });
  const bySeq = new Map(seen.map((event) => [event.seq, event]));
  const lost = all.filter((event) => !isDeepStrictEqual(bySeq.get(event.seq), event)).length;
  const doubled = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
  return { events: all.length, lost, doubled, disordered };
}
