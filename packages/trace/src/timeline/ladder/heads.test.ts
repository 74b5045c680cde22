import fc from "fast-check";
import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import { Script } from "../../testing/script.ts";
import { createTrace } from "../../trace.ts";
import { evenScale } from "../axis/scale.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { HEAD } from "./geometry.ts";
import { drawLadder } from "./ladder.ts";

/** The names above so many lifelines, of programs that speak TCP and UDP in turn. */
function headings(count: number, width: number, name: (id: number) => string) {
  const script = new Script();
  for (let actor = 1; actor <= count; actor++)
    script.add({
      ...{ kind: "actor.added", actor, role: "client", program: "p", number: actor },
      type: actor % 2 === 0 ? "SOCK_DGRAM" : "SOCK_STREAM",
    });
  const trace = createTrace();
  trace.append(script.events);
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const { items } = drawLadder({
    ...{ trace, scene, position, measure },
    scale: evenScale(scene.from, scene.to, 32),
    viewport: { width, height: 600, scrollX: 0, scrollY: 0 },
    selected: { call: null, actor: null, step: null },
    words: { ...words, actor: ({ id }) => name(id), shortActor: ({ id }) => `C${id}` },
  });
  return items.flatMap((item) =>
    item.kind === "text" && item.align === "center" && item.y < HEAD
      ? [{ ...item, w: measure(item.text, item.font) }]
      : [],
  );
}

test("no two names touch, however many and however long", () => {
  const names = ["TCP client", "UDP hand client", "Reader: by its length", "文件传输客户端"];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 320, max: 2600 }),
      fc.array(fc.constantFrom(...names), { minLength: 14, maxLength: 14 }),
      (count, width, chosen) => {
        const drawn = headings(count, width, (id) => `${chosen[id - 1]} ${id}`);
        const touching = drawn.filter((a, i) =>
          drawn.some(
            (b, j) => j > i && Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < 12,
          ),
        );
        expect(touching).toEqual([]);
      },
    ),
  );
});

test("a name that has no room in one line has two", () => {
  const said = headings(4, 900, (id) => `UDP hand client ${id}`).map(({ text }) => text);
  expect(said).toContain("UDP hand");
  expect(said).toContain("client 1");
});

test("where no name has room, TCP and UDP can still be told apart", () => {
  const said = headings(12, 320, (id) => `Unbreakably-long-${id}`).map(({ text }) => text);
  expect(said.slice(0, 4)).toEqual(["C1", "TCP", "C2", "UDP"]);
});
