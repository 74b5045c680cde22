import { Writable } from "node:stream";
import { lessons } from "@sockscope/lessons";
import { type Event, eventSchema } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { commandLine } from "./command-line.ts";
import { labUnderTest } from "./lab.fixture.ts";

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function say(line: string, port: () => number = () => 0): Promise<Said> {
  const texts: [string, string] = ["", ""];
  const collect = (index: 0 | 1): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[index] += chunk.toString();
        done();
      },
    });
  const words = line.split(" ").filter((word) => word !== "");
  const code = await commandLine(words, { out: collect(0), err: collect(1), lessonPort: port });
  return { code, out: texts[0], err: texts[1] };
}

/** Lessons use fixed ports; a test may not, so it takes one that was free a moment ago. */
async function freePort(): Promise<() => number> {
  const stage = labUnderTest();
  const { port } = await stage.server("welcome-server");
  await stage.lab.close();
  return () => port;
}

test.each(lessons.map(({ id }) => id))("%s runs to its end and prints every event", async (id) => {
  const { code, out, err } = await say(`run ${id} --ndjson`, await freePort());
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const events = out
    .trimEnd()
    .split("\n")
    .map((line) => eventSchema.parse(JSON.parse(line)) as Event);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)).toMatchObject({ kind: "actor.ended", how: "stopped" });
});

test("in words, a line an event", async () => {
  const { code, out } = await say("run tcp-first", await freePort());
  expect(code).toBe(0);
  expect(out).toContain("#1 listen(5)");
  expect(out).not.toContain("undefined");
});

test("a taken port fails the lesson, with the errno in its trace", async () => {
  const stage = labUnderTest();
  const { port } = await stage.server("echo-server");
  const { code, out, err } = await say("run tcp-first --ndjson", () => port);
  expect(code).toBe(1);
  expect(out).toContain('"errno":"EADDRINUSE"');
  expect(err).toBe("The lesson failed. welcome-server: bind: EADDRINUSE Address already in use\n");
  await stage.lab.close();
});

test.each([
  "",
  "dance",
  "run",
  "run nothing",
  "run tcp-first udp-first",
  "run tcp-first --json",
  "list all",
  "list --ndjson",
  "doctor house",
  "doctor --lang=fr",
  "__proto__ --x",
])("bad usage, one sentence: %j", async (line) => {
  const { code, out, err } = await say(line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^[^\n]+\n$/);
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

test("list names every lesson with chapter and both titles", async () => {
  const { out } = await say("list");
  const rows = out.trimEnd().split("\n");
  expect(rows).toHaveLength(lessons.length);
  expect(rows[0]).toBe("tcp-first\t4\tA TCP server and its first client\tTCP 服务器与第一个客户端");
});
