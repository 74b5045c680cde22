import { Script } from "../script.ts";
import { createTrace } from "../trace.ts";
import type { Trace } from "../types.ts";

/**
 * Three clients that talk with one server, in an order that `choices` decides: what is sent is
 * read at once, later in two pieces, or never, and some calls fail.
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
    return { client, ...script.connected(server, listener, client, [5000 + i, 8888]), unread: "" };
  });
  for (const choice of choices) {
    const one = clients[choice % 3];
    if (one === undefined) continue;
    const text = "x".repeat((choice % 50) + 1);
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
