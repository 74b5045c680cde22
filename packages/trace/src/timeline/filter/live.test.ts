import type { Event } from "@sockscope/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tampered, tampering } from "../../model/tampered.fixture.ts";
import type { Trace } from "../../model/trace.ts";
import { at, payloadOf, Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { TimelineIndex } from "../index/timeline-index.ts";
import { talkScript } from "../testing/talk.fixture.ts";
import { words } from "../testing/words.fixture.ts";
import { Filter } from "./filter.ts";

/** One of each kind of term, in both languages, and what is made of several. */
const TYPED = [
  ...["error", "错误", "observed", "inferred", "injected", "观测", "推断"],
  ...[">3", "<10", "=4b", ">1kib"],
  ...[":8888", ":5001", ":6000", ":7001", "#2", "#3", "#5"],
  ...['"xx"', '"said"', "recv", "sendall", "fin", "rst", "etimedout", "econnreset"],
  ...["server", "client 2", "outsider", "python3"],
  ...["client -> server", "2 → 1", "server -> outsider", "-> python3", "3 ->", "->"],
  ...["recv error", ":5000 >3", ":6000 inferred"],
] as const;

/** A card is called as its process, once that is known. */
function namesOf(trace: Trace) {
  const known = (id: number): string => {
    let name = "";
    for (const event of trace.events)
      if (event.kind === "actor.known" && event.actor === id) name = ` ${event.process?.name}`;
    return name;
  };
  return {
    ...words,
    actor: (actor: Parameters<typeof words.actor>[0]) => `${words.actor(actor)}${known(actor.id)}`,
    decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  };
}

function found(filter: Filter, trace: Trace) {
  const steps = Array.from({ length: trace.steps.length }, (_, step) => step);
  return { steps: steps.filter(filter.passes), ...filter.progress };
}

/** Where what was there from the start has found something else than a new one; empty: nowhere. */
function differences(
  events: readonly Event[],
  batches: readonly number[],
  part: number,
): readonly string[] {
  const trace = createTrace();
  const index = new TimelineIndex(trace);
  const names = namesOf(trace);
  const live = TYPED.map((typed) => new Filter(typed, index, names));
  const different: string[] = [];
  for (let from = 0, nth = 0; from < events.length; nth++) {
    const to = from + (batches[nth % batches.length] ?? 1);
    trace.append(events.slice(from, to));
    from = to;
    // An index that has seen it grow and one that sees all of it at once must not differ either.
    const fresh = new TimelineIndex(trace);
    for (const filter of live) {
      while (filter.advance(part));
      const late = new Filter(filter.text, fresh, names);
      while (late.advance(1e6));
      const [was, is] = [filter, late].map((one) => JSON.stringify(found(one, trace)));
      if (was !== is) different.push(`${filter.text} after ${to} events: ${was}, not ${is}`);
    }
  }
  return different;
}

/** Datagrams, outsiders, ports that are used again: what `talk` does not have. */
function mixedScript(choices: readonly number[]): Script {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const receiver = script.opened(server, "SOCK_DGRAM");
  script.whole(server, receiver, "bind", { address: at(6000) }, { address: at(6000) });
  const client = script.actorAdded("client");
  let datagram = 0;
  for (const choice of choices) {
    const port = 5000 + (choice % 3);
    const payload = payloadOf("x".repeat((choice % 9) + 1));
    switch (choice % 6) {
      case 0: {
        const { socket, connection } = script.connected(server, listener, client, [port, 8888]);
        script.send(client, socket, "xxx");
        if (choice % 4 === 0) script.recv(server, connection, "xxx");
        script.whole(client, socket, "close", {}, {});
        if (choice % 5 > 0) script.whole(server, connection, "close", {}, {});
        break;
      }
      case 1: {
        const socket = script.opened(client, "SOCK_DGRAM");
        const call = script.began(client, socket, "sendto", { address: at(6000), payload });
        script.add({ kind: "socket.named", actor: client, socket, address: at(port + 2000) });
        script.ended(call, { count: payload.length });
        const came = { address: at(port + 2000), length: payload.length };
        if (choice % 4 < 2)
          script.add({
            ...{ kind: "datagram.arrived", actor: server, socket: receiver },
            ...{ datagram: ++datagram, ...came },
          });
        break;
      }
      case 2: {
        const outsider = script.actorAdded("outsider", { address: at(7001) });
        const accept = script.began(server, listener, "accept");
        const socket = 900 + script.events.length;
        script.ended(accept, { socket, address: at(7001) });
        const process = { pid: 7, name: choice % 4 === 0 ? "python3" : "curl" };
        script.send(server, socket, "xxxx");
        script.recv(server, socket, "xx");
        script.add({ kind: "actor.known", actor: outsider, process });
        break;
      }
      case 3: {
        const socket = script.opened(client, "SOCK_DGRAM");
        for (const to of [6000, 5000 + choice])
          script.whole(client, socket, "connect", { address: at(to) }, { address: at(port) });
        script.whole(client, socket, "send", { payload }, { count: payload.length });
        break;
      }
      case 4:
        script.failed(script.began(client, script.opened(client), "bind", {}), "EADDRINUSE");
        break;
      default: {
        const socket = script.opened(client);
        const dial = { address: at(port + 1) };
        script.failed(script.began(client, socket, "connect", dial), "ECONNREFUSED");
      }
    }
  }
  return script;
}

const choices = fc.array(fc.nat(200), { minLength: 1, maxLength: 12 });
const batches = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
const part = fc.constantFrom(1, 3, 1000);

describe("a filter that was there from the first event equals one that is typed afterwards", () => {
  test("in conversations", () => {
    const run = fc.property(choices, batches, part, (said, sizes, most) => {
      expect(differences(talkScript(said).events, sizes, most)).toEqual([]);
    });
    fc.assert(run, { numRuns: 15 });
  });

  test("with datagrams, outsiders and ports that are used again", () => {
    const run = fc.property(choices, batches, part, (said, sizes, most) => {
      expect(differences(mixedScript(said).events, sizes, most)).toEqual([]);
    });
    fc.assert(run, { numRuns: 15 });
  });

  test("in recordings of which lines are missing or stand elsewhere", () => {
    const run = fc.property(choices, tampering, batches, (said, changes, sizes) => {
      const { events } = said.length % 2 === 0 ? talkScript(said) : mixedScript(said);
      // Ids that are used twice would be another matter: rule E11 forbids them.
      const moved = changes.filter(({ how }) => how === "drop" || how === "swap");
      expect(differences(tampered(events, moved), sizes, 1000)).toEqual([]);
    });
    fc.assert(run, { numRuns: 15 });
  });
});

test("the end of a call that joins the row of its beginning is found", () => {
  const script = new Script();
  const server = script.actorAdded("server");
  script.failed(script.began(server, script.opened(server), "bind", {}), "EADDRINUSE");
  const trace = createTrace();
  const filter = new Filter("error", new TimelineIndex(trace), namesOf(trace));
  for (const event of script.events) {
    trace.append([event]);
    while (filter.advance(10));
  }
  expect(filter.progress.matched).toBe(1);
});

test("a filter that has fallen too far behind to be told what changed looks at all of it again", () => {
  const script = new Script();
  const client = script.actorAdded("client");
  const socket = script.opened(client, "SOCK_DGRAM");
  const began = script.began(client, socket, "bind", {});
  const trace = createTrace();
  const index = new TimelineIndex(trace);
  const filter = new Filter("error", index, namesOf(trace));
  trace.append(script.events);
  while (filter.advance(1000));
  script.failed(began, "EADDRINUSE");
  trace.append(script.events);
  index.update();
  for (let other = 0; other < 70_000; other++) index.changes.steps.put(0);
  while (filter.advance(1000));
  expect(filter.progress.matched).toBe(1);
});
