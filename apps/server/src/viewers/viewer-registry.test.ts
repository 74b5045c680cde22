import { expect, test } from "vitest";
import { type Answer, ViewerRegistry } from "./viewer-registry.ts";

const done = (id: string): Answer => ({ type: "done", id, actors: [] });

test("memory is bounded: the oldest answers go, and so do viewers without a connection", async () => {
  const known = new ViewerRegistry();
  let acted = 0;
  const act = (viewer: string, id: string): Promise<Answer> =>
    known.once(viewer, id, async () => {
      acted += 1;
      return done(id);
    });
  known.claim("with a line", () => undefined);
  await act("with a line", "c");
  await act("gone", "c");
  for (let viewer = 0; viewer < 1000; viewer += 1) await act(`viewer ${viewer}`, "c");
  acted = 0;
  await act("with a line", "c");
  expect(acted).toBe(0);
  await act("gone", "c");
  expect(acted).toBe(1);
  for (let id = 0; id < 300; id += 1) await act("with a line", String(id));
  acted = 0;
  await act("with a line", "299");
  expect(acted).toBe(0);
  await act("with a line", "c");
  expect(acted).toBe(1);
});

test("a viewer has one connection: the older one is ended, and its end changes nothing", () => {
  const known = new ViewerRegistry();
  const hungUp: string[] = [];
  const first = (): void => void hungUp.push("first");
  const second = (): void => void hungUp.push("second");
  known.claim("viewer", first);
  known.claim("viewer", second);
  known.release("viewer", first);
  known.claim("viewer", () => undefined);
  expect(hungUp).toEqual(["first", "second"]);
});
