import { Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";

export type LinkDid = "delay" | "reset" | "passed";
export type Held = ReturnType<typeof held>;

/** A client that has sent 6 bytes which nobody has read, and what the link did with them. */
export function held(link: readonly LinkDid[] = []) {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  const { socket, connection } = script.connected(server, listener, client, [5000, 8888]);
  const call = script.send(client, socket, "unread");
  const touched = { actor: client, socket, call, offset: 0, length: 6 };
  for (const one of link)
    script.add(
      one === "passed"
        ? { kind: "link.passed", ...touched }
        : { kind: "link.fault", fault: one, ...touched },
    );
  const trace = createTrace();
  trace.append(script.events);
  return { script, trace, server, client, socket, connection, call };
}
