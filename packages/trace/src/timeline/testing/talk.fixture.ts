import type { Trace } from "../../model/trace.ts";
import { payloadOf, Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";

/**
 * Three clients that talk with one server, in an order that `choices` decides: what is sent is
 * read at once, later in two pieces, or never, and some calls fail. A choice of 100 and more ends a
 * conversation, or lets the link hold or lose what is sent in it.
 */
export function talk(choices: readonly number[]): Trace {
  const trace = createTrace();
  trace.append(talkScript(choices).events);
  return trace;
}

export function talkScript(choices: readonly number[]): Script {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const clients = [0, 1, 2].map((i) => {
    const client = script.actorAdded("client");
    const ends = script.connected(server, listener, client, [5000 + i, 8888]);
    return { client, ...ends, unread: "", closed: false, broken: false };
  });
  for (const choice of choices) {
    const one = clients[choice % 3];
    if (one === undefined) continue;
    const text = "x".repeat((choice % 50) + 1);
    if (choice >= 100) {
      endOrBreak(script, server, one, choice);
      continue;
    }
    // To a client that has closed a server can send once more: it does not know it yet.
    if (one.broken || one.closed) {
      if (one.closed && !one.broken) script.send(server, one.connection, text);
      one.broken = true;
      continue;
    }
    if (choice % 2 === 0) {
      script.send(server, one.connection, text);
      one.unread += text;
    } else if (choice % 5 === 0) {
      script.failed(script.began(one.client, one.socket, "recv", { size: 1 }), "ETIMEDOUT");
    } else if (choice % 7 === 0) {
      script.add({ kind: "actor.printed", actor: one.client, text: "said ".repeat(choice % 30) });
    }
    const taken = choice % 4 === 0 ? one.unread : one.unread.slice(0, choice % 9);
    if (taken === "") continue;
    script.recv(one.client, one.socket, taken);
    one.unread = one.unread.slice(taken.length);
  }
  return script;
}

function endOrBreak(
  script: Script,
  server: number,
  one: {
    readonly client: number;
    readonly socket: number;
    readonly connection: number;
    closed: boolean;
    broken: boolean;
  },
  choice: number,
): void {
  const { client, socket, connection } = one;
  if (one.closed) return;
  if (choice % 4 === 0) {
    script.whole(client, socket, "close", {}, {});
    one.closed = true;
    return;
  }
  if (one.broken) return;
  one.broken = true;
  const fault = choice % 4 === 1 ? "delay" : "reset";
  const length = (choice % 7) + 1;
  const offset = script.sentBy(connection);
  const touched = { actor: server, socket: connection, length, offset };
  if (choice % 4 === 3) {
    const payload = payloadOf("y".repeat(length));
    const call = script.began(server, connection, "sendall", { payload, offset });
    script.add({ kind: "link.fault", fault, ...touched, call });
    script.failed(call, "ECONNRESET");
    return;
  }
  script.send(server, connection, "y".repeat(length));
  const ended = script.events.pop();
  if (ended?.kind !== "call.ended") throw new Error("a send ends last");
  script.add({ kind: "link.fault", fault, ...touched, call: ended.call });
  script.ended(ended.call, { count: length });
}
