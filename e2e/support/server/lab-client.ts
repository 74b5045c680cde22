import { once } from "node:events";
import {
  type Command,
  type Event,
  encodeMessage,
  PROTOCOL,
  parseServerMessage,
} from "@sockscope/protocol";
import { WebSocket } from "ws";

/** A viewer without a page: it prepares a stage quickly, and knows what has happened on it. */
export interface LabClient {
  /** Runs a command; gives the actors that it started, or throws the server's sentence. */
  run(command: Command): Promise<readonly number[]>;
  /** Waits until `count` events, past ones included, satisfy the test. */
  until(test: (event: Event) => boolean, count?: number): Promise<void>;
  /** All events so far, in order. */
  readonly events: readonly Event[];
  close(): Promise<void>;
}

interface Answer {
  readonly resolve: (actors: readonly number[]) => void;
  readonly reject: (error: Error) => void;
}

/** What a viewer of this machine has to say first; the server tells it to its own pages and scripts. */
export async function fetchToken(url: string): Promise<string> {
  const response = await fetch(`${url}/api/token`);
  return ((await response.json()) as { token: string }).token;
}

/** @param url of the server, `http://127.0.0.1:4747` */
export async function connectLab(url: string): Promise<LabClient> {
  const token = await fetchToken(url);
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
  const events: Event[] = [];
  const answers = new Map<string, Answer>();
  const waiters = new Set<() => void>();
  const receive = (text: string) => {
    const message = parseServerMessage(text);
    if (!message.ok) throw new Error(`Not a message: ${text}`);
    switch (message.value.type) {
      case "welcome":
      case "beat":
        return;
      case "batch":
        events.push(...message.value.events);
        for (const look of waiters) look();
        return;
      case "done":
        return answers.get(message.value.id)?.resolve(message.value.actors);
      case "refused":
        return answers.get(message.value.id)?.reject(new Error(message.value.problem.message));
      case "problem":
        throw new Error(message.value.problem.message);
    }
  };
  socket.on("message", (data: Buffer) => receive(data.toString()));
  await once(socket, "open");
  socket.send(encodeMessage({ type: "hello", protocol: PROTOCOL, token, session: null, since: 0 }));

  const run = (command: Command) =>
    new Promise<readonly number[]>((resolve, reject) => {
      const id = String(answers.size + 1);
      answers.set(id, { resolve, reject });
      socket.send(encodeMessage({ type: "command", id, command }));
    });
  const until = (test: (event: Event) => boolean, count = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (events.filter(test).length < count) return;
        waiters.delete(look);
        resolve();
      };
      waiters.add(look);
      look();
    });
  const close = async () => {
    const closed = once(socket, "close");
    socket.close();
    await closed;
  };
  return { run, until, events, close };
}
