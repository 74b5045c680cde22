import fc from "fast-check";
import { expect, test } from "vitest";
import { payloadOf, Script } from "../testing/script.ts";
import { createTrace } from "../trace.ts";
import { BEHIND, underWay } from "./packets.ts";

type Move = { readonly who: 0 | 1 | 2; readonly sends: boolean; readonly size: number };

const moves = fc.array(
  fc.record({
    who: fc.constantFrom(0, 1, 2),
    sends: fc.boolean(),
    size: fc.integer({ min: 1, max: 40 }),
  }),
  { maxLength: 30 },
);

/** 0 is a client, 1 its server; 2 sends nothing, and only says something. */
function talk(all: readonly Move[]) {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  const { socket, connection } = script.connected(server, listener, client, [5000, 8888]);
  const ends = [
    { actor: client, socket },
    { actor: server, socket: connection },
  ] as const;
  const unread = [0, 0];
  for (const { who, sends, size } of all) {
    const end = ends[who === 2 ? 0 : who];
    if (who === 2) script.add({ kind: "actor.printed", actor: end.actor, text: "said" });
    else if (sends) {
      script.send(end.actor, end.socket, "x".repeat(size));
      unread[1 - who] = (unread[1 - who] ?? 0) + size;
    } else {
      const taken = Math.min(size, unread[who] ?? 0);
      if (taken === 0) continue;
      script.recv(end.actor, end.socket, "x".repeat(taken));
      unread[who] = (unread[who] ?? 0) - taken;
    }
  }
  const trace = createTrace();
  trace.append(script.events);
  return { trace, sockets: [socket, connection] };
}

test("a byte is under way or in the tank, never both, wherever the clock is and packets are", () => {
  fc.assert(
    fc.property(moves, fc.nat({ max: 9 }), fc.nat({ max: 5 }), (all, part, late) => {
      const { trace, sockets } = talk(all);
      const behind = late / 10;
      for (let step = 0; step <= trace.steps.length; step++) {
        const position = step + part / 10;
        const coming = position - behind < step ? underWay(trace, step) : new Map<number, number>();
        const packets = trace.packetsAt(position, behind);
        const views = trace.stageAt(step).actors.flatMap((one) => one.sockets);
        for (const id of sockets) {
          const drawn = packets
            .filter(({ flight, progress }) => flight.to?.socket === id && progress >= 1)
            .map(({ flight: { cargo } }) => (cargo.kind === "stream" ? cargo.length : 0));
          const unread = views.find((one) => one.id === id)?.unread ?? 0;
          const tank = unread - (coming.get(id) ?? 0);
          const waiting = drawn.reduce((sum, length) => sum + length, 0);
          expect(tank, `socket ${id} at ${position}, ${behind} behind`).toBe(waiting);
        }
      }
    }),
    { numRuns: 100 },
  );
});

const GREETING: readonly Move[] = [
  { who: 1, sends: true, size: 24 },
  { who: 0, sends: false, size: 24 },
];

test("where the clock stands, what left last is half-way, and what was taken last is gone", () => {
  const { trace, sockets } = talk(GREETING);
  const sent = trace.flights.find(({ cargo }) => cargo.kind === "stream");
  const start = sent?.startStep ?? 0;
  const at = (step: number) =>
    trace.packetsAt(step, BEHIND).filter(({ flight }) => flight.id === sent?.id);
  expect(at(start + 1)).toMatchObject([{ progress: 0.5, consumed: 0 }]);
  expect(underWay(trace, start + 1).get(sockets[0] ?? 0)).toBe(24);
  expect(at((sent?.endStep ?? 0) + 1)).toEqual([]);
});

test("what is taken in the step after it left lands first, and goes without a jump", () => {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  const { socket, connection } = script.connected(server, listener, client, [5000, 8888]);
  const recv = script.began(client, socket, "recv", { size: 1024 });
  script.began(server, connection, "sendall", { payload: payloadOf("hello"), offset: 0 });
  script.ended(recv, { payload: payloadOf("hello"), offset: 0 });
  const trace = createTrace();
  trace.append(script.events);
  const sent = trace.flights.find(({ cargo }) => cargo.kind === "stream");
  const end = sent?.endStep ?? 0;
  expect(end).toBe((sent?.startStep ?? 0) + 1);
  const seen = [0, 0.25, 0.5, 0.75].map((part) =>
    trace.packetsAt(end + part, BEHIND).find(({ flight }) => flight.id === sent?.id),
  );
  expect(seen.map((one) => one?.progress)).toEqual([0.5, 0.75, 1, 1]);
  expect(seen.map((one) => one?.consumed)).toEqual([0, 0, 0, 0.5]);
  expect(trace.packetsAt(end + 1, BEHIND)).toEqual([]);
});
