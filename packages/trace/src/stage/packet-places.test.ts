import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shown, staged, traceOf } from "../testing/cast.ts";
import type { Flight, PacketView } from "../types/flight.ts";
import { intersect, type Rect } from "./geometry/shapes.ts";
import { type PacketPlace, type PacketSizes, placePackets } from "./packet-places.ts";

const WIDTHS: PacketSizes = { width: (_, form) => (form === "long" ? 130 : 44) };

const box = ({ x, y, width, height }: PacketPlace): Rect => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});

/** A stage of some clients and their wires, and packets as told on the first one. */
function stage(clients: number, height: number) {
  const made = staged({ servers: 1, clients: Array<number>(clients).fill(0) });
  const { layout } = shown(traceOf(made.script), { width: 850, height });
  const [server, client] = [made.servers[0], made.clients[clients - 1]];
  if (server === undefined || client === undefined) throw new Error("not staged");
  const ends = [
    { actor: client.actor, socket: client.socket },
    { actor: server.actor, socket: client.connection },
  ] as const;
  const packet = (id: number, toServer: boolean, progress: number, length = 8): PacketView => {
    const flight: Flight = {
      id,
      cargo: { kind: "stream", offset: id * 8, length, prefix: new Uint8Array() },
      truth: "observed",
      from: ends[toServer ? 0 : 1],
      to: ends[toServer ? 1 : 0],
      startStep: 100,
      endStep: null,
      lostStep: null,
      unsent: false,
      sentBy: 1,
      consumedBy: null,
      faults: [],
      held: false,
      passedStep: null,
      at: null,
      replacedStep: null,
    };
    return { flight, progress, consumed: 0 };
  };
  return { layout, packet, client, server };
}

const scenes = fc.record({
  clients: fc.integer({ min: 1, max: 14 }),
  height: fc.integer({ min: 250, max: 900 }),
  waitingThere: fc.nat({ max: 12 }),
  waitingBack: fc.nat({ max: 12 }),
  flying: fc.nat({ max: 5 }),
  toServer: fc.boolean(),
  progress: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

describe("packets on one wire", () => {
  test("never overlap, keep their order, and none is left out uncounted", () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { layout, packet } = stage(scene.clients, scene.height);
        let id = 0;
        const some = (count: number, toServer: boolean, progress: number) =>
          Array.from({ length: count }, () => packet(id++, toServer, progress));
        const packets = [
          ...some(scene.waitingThere, true, 1),
          ...some(scene.waitingBack, false, 1),
          ...some(scene.flying, scene.toServer, scene.progress),
        ];
        const placed = placePackets(layout, packets, WIDTHS);
        placed.forEach((one, i) => {
          for (const other of placed.slice(i + 1)) {
            expect(intersect(box(one), box(other)), `${one.flight.id} ${other.flight.id}`).toBe(
              false,
            );
          }
        });
        for (const [toServer, sign] of [
          [true, -1],
          [false, 1],
        ] as const) {
          for (const waiting of [true, false]) {
            const xs = placed
              .filter((one) => one.waiting === waiting)
              .filter(({ flight }) => (flight.from?.actor !== 1) === toServer)
              .map(({ x }) => x * sign);
            expect(xs).toEqual([...xs].sort((a, b) => a - b));
          }
        }
        for (const { rect } of layout.cards)
          for (const one of placed.filter(({ waiting }) => waiting))
            expect(intersect(box(one), rect), `${one.flight.id}`).toBe(false);
        const counted = placed.reduce((sum, { more }) => sum + 1 + more, 0);
        expect(counted).toBe(packets.length);
      }),
      { numRuns: 200 },
    );
  });

  test("each packet in flight shows its payload for which there is room", () => {
    const forms = (clients: number, count: number, back = 0) => {
      const { layout, packet } = stage(clients, 700);
      const packets = Array.from({ length: count }, (_, i) => packet(i, true, 0.9 - i * 0.2));
      for (let i = 0; i < back; i++) packets.push(packet(100 + i, false, 0.3));
      return placePackets(layout, packets, WIDTHS).map(({ form }) => form);
    };
    // The wire is some 310 px long.
    expect(forms(1, 1)).toEqual(["long"]);
    expect(forms(1, 2)).toEqual(["long", "long"]);
    expect(forms(1, 3)).toEqual(["long", "short", "short"]);
    expect(forms(1, 1, 1)).toEqual(["long", "long"]);
    // Clients are lines.
    expect(forms(6, 1)).toEqual(["long"]);
  });

  test("a packet for which there is no room between two cards lies over neither", () => {
    const wide: PacketSizes = { width: () => 90 };
    for (const clients of [1, 4, 9, 14, 30]) {
      const { layout, packet } = stage(clients, 300);
      for (const toServer of [true, false]) {
        const packets = [0, 1, 2].map((id) => packet(id, toServer, 1));
        for (const place of placePackets(layout, packets, wide))
          for (const { rect } of layout.cards) expect(intersect(box(place), rect)).toBe(false);
      }
    }
  });

  test("a lone one in flight shows its payload, on the wire, from card to card", () => {
    const { layout, packet } = stage(1, 400);
    const at = (progress: number) => placePackets(layout, [packet(0, true, progress)], WIDTHS)[0];
    const wire = layout.wires[0]?.route.path;
    expect(at(0)?.form).toBe("long");
    expect((at(0)?.x ?? 0) - 65).toBeCloseTo(wire?.start.x ?? 0);
    expect(at(0.5)?.y).toBeCloseTo(wire?.at(wire.length / 2).y ?? 0);
    const landed = at(1);
    expect(landed).toMatchObject({ form: "short", waiting: true });
    expect((landed?.x ?? 0) + 22).toBeCloseTo((wire?.end.x ?? 0) - 4);
  });

  test("moves without a jump until it has landed", () => {
    const { layout, packet } = stage(3, 400);
    const seen = Array.from({ length: 100 }, (_, i) =>
      placePackets(layout, [packet(0, false, i / 100)], WIDTHS),
    ).flat();
    const jumps = seen.slice(1).map((now, i) => {
      const before = seen[i] ?? now;
      return Math.hypot(now.x - before.x, now.y - before.y);
    });
    expect(seen).toHaveLength(100);
    expect(Math.max(...jumps)).toBeLessThan(12);
  });

  test("one to nobody goes into the open and fades", () => {
    const { layout, packet } = stage(1, 400);
    const { flight } = packet(0, true, 0);
    const lost = { ...flight, to: null, lostStep: 100 };
    const opacity = (progress: number) =>
      placePackets(layout, [{ flight: lost, progress, consumed: 0 }], WIDTHS)[0]?.opacity ?? 0;
    expect(opacity(0.2)).toBe(1);
    expect(opacity(0.95)).toBeLessThan(0.1);
  });

  test("one that is being taken fades where it waited", () => {
    const { layout, packet } = stage(1, 400);
    const { flight } = packet(0, true, 1);
    const opacity = (consumed: number) =>
      placePackets(layout, [{ flight, progress: 1, consumed }], WIDTHS)[0]?.opacity;
    expect(opacity(0)).toBe(1);
    expect(opacity(0.5)).toBeCloseTo(0.5);
  });
});
