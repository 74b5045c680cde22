import { Writable } from "node:stream";
import { type Lesson, lessonOf, type Step } from "@sockscope/lessons";
import { expect, test } from "vitest";
import { labUnderTest } from "../lab/lab.fixture.ts";
import { type RunLessonOptions, runLesson } from "./run-lesson.ts";

function known(id: string): Lesson {
  const lesson = lessonOf(id);
  if (lesson === undefined) throw new Error(`No lesson ${id}`);
  return lesson;
}
const udp = known("udp-datagrams");

const withFirst = (change: Partial<Step>): Lesson => {
  const [first, ...others] = udp.steps;
  if (first === undefined) throw new Error("no steps");
  return { ...udp, steps: [{ ...first, ...change }, ...others] };
};

async function run(
  lesson: Lesson,
  options: Partial<RunLessonOptions> = {},
): Promise<{ code: number; out: string; err: string }> {
  const output = { out: "", err: "" };
  const into = (which: keyof typeof output): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        output[which] += chunk.toString();
        done();
      },
    });
  const all = { ndjson: true, freePorts: true, out: into("out"), err: into("err"), ...options };
  return { code: await runLesson(lesson, all), ...output };
}

test("a taken port fails the lesson in a sentence, with the errno in its trace", async () => {
  const stage = labUnderTest();
  const { port } = await stage.server("udp-echo-server");
  const lesson = { ...udp, ports: { udp: port } };
  const { code, out, err } = await run(lesson, { freePorts: false });
  expect(code).toBe(1);
  expect(out).toContain('"errno":"EADDRINUSE"');
  expect(err).toBe(
    `The lesson failed. Step 1 of udp-datagrams (The server waits): port ${port} is taken by another program. Try: --free-ports\n`,
  );
  expect((await run(lesson, { freePorts: true })).code).toBe(0);
  await stage.lab.close();
});

test("a lesson with a claim that the kernel contradicts fails", async () => {
  const claims = [{ says: "the server never binds", holds: () => false }];
  const { code, err } = await run(withFirst({ claims }));
  expect({ code, err }).toEqual({
    code: 1,
    err: "The lesson failed. It does not hold that the server never binds.\n",
  });
});

test("a lesson that waits in vain fails after its patience", async () => {
  const moves = [
    ...(udp.steps[0]?.moves ?? []),
    { do: "until", that: { is: "queued", of: "server" } } as const,
  ];
  const { code, err } = await run(withFirst({ moves }), { patience: 100 });
  expect({ code, err }).toEqual({
    code: 1,
    err: "The lesson failed. Step 1 of udp-datagrams (The server waits) waits in vain.\n",
  });
});
