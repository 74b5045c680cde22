import { Writable } from "node:stream";
import { lessons } from "@sockscope/lessons";
import { type Event, eventSchema } from "@sockscope/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { labUnderTest } from "./lab.fixture.ts";
import { listLessons } from "./list-lessons.ts";
import { runLesson } from "./run-lesson.ts";

function collector(): { out: Writable; text: () => string } {
  let text = "";
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { out, text: () => text };
}

/** Lessons use fixed ports; a test may not, so it takes one that was free a moment ago. */
async function freePort(): Promise<() => number> {
  const stage = labUnderTest();
  const { port } = await stage.server("welcome-server");
  await stage.lab.close();
  return () => port;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(lessons.map(({ id }) => id))("%s runs to its end and prints every event", async (id) => {
  const { out, text } = collector();
  expect(await runLesson(id, { ndjson: true, out, lessonPort: await freePort() })).toBe(0);
  const events = text()
    .trimEnd()
    .split("\n")
    .map((line) => eventSchema.parse(JSON.parse(line)) as Event);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)).toMatchObject({ kind: "actor.ended", how: "stopped" });
});

test("in words, a line an event", async () => {
  const { out, text } = collector();
  expect(await runLesson("tcp-first", { ndjson: false, out, lessonPort: await freePort() })).toBe(
    0,
  );
  expect(text()).toContain("#1 listen(5)");
  expect(text()).not.toContain("undefined");
});

test("a taken port fails the lesson, with the errno in its trace", async () => {
  const stage = labUnderTest();
  const { port } = await stage.server("echo-server");
  const complaint = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { out, text } = collector();
  expect(await runLesson("tcp-first", { ndjson: true, out, lessonPort: () => port })).toBe(1);
  expect(text()).toContain('"errno":"EADDRINUSE"');
  expect(complaint.mock.calls).toEqual([
    ["The lesson failed. welcome-server: bind: EADDRINUSE Address already in use\n"],
  ]);
  await stage.lab.close();
});

test("a lesson that is begun again takes the place of its last run", async () => {
  const stage = labUnderTest({ lessonPort: await freePort() });
  const first = await stage.lab.lesson("tcp-first");
  expect(await first.over).toEqual({ ok: true });
  const second = await stage.lab.lesson("tcp-first");
  expect(await second.over).toEqual({ ok: true });
  expect(stage.of("actor.removed")).toHaveLength(2);
  const third = await stage.lab.lesson("udp-first");
  await stage.do({ do: "clear" });
  expect(await third.over).toMatchObject({ ok: false });
  await stage.lab.close();
});

test("list names every lesson with chapter and both titles", () => {
  const rows = listLessons().trimEnd().split("\n");
  expect(rows).toHaveLength(lessons.length);
  expect(rows[0]).toBe("tcp-first\t4\tA TCP server and its first client\tTCP 服务器与第一个客户端");
});
