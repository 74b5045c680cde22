import { Writable } from "node:stream";
import { lessons } from "@sockscope/lessons";
import { type Event, eventSchema } from "@sockscope/protocol";
import { expect, inject, test } from "vitest";
import { commandLine } from "./command-line.ts";

interface Output {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function say(line: string): Promise<Output> {
  const texts: [string, string] = ["", ""];
  const collect = (index: 0 | 1): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[index] += chunk.toString();
        done();
      },
    });
  const words = line.split(" ").filter((word) => word !== "");
  const threadWorker = new URL(inject("threadWorker"));
  const code = await commandLine(words, { out: collect(0), err: collect(1), threadWorker });
  return { code, out: texts[0], err: texts[1] };
}

// A lesson that runs to its end has also been checked against what its texts state.
test.each(lessons.map(({ id }) => id))("%s runs to its end and prints every event", async (id) => {
  const { code, out, err } = await say(`run ${id} --ndjson --free-ports`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const events = out
    .trimEnd()
    .split("\n")
    .map((line) => eventSchema.parse(JSON.parse(line)) as Event);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  // The last event ends the last program: it ended by itself, or the lesson stopped it.
  const last = events.at(-1);
  expect(last?.kind === "actor.ended" && last.how).toMatch(/^(stopped|returned)$/);
});

test("without --ndjson each event is a line of words", async () => {
  const { code, out } = await say("run tcp-server-client --free-ports");
  expect(code).toBe(0);
  expect(out).toContain("#1 listen(5)");
  expect(out).not.toContain("undefined");
});

test.each(["", "help", "--help", "-h", "run --help", "list -h"])(
  "%j gives the help",
  async (line) => {
    const { code, out, err } = await say(line);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/ run LESSON .* list.* doctor .* --version/s);
  },
);

test("--version shows the version", async () => {
  const { code, out, err } = await say("--version");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  "dance",
  "dance --help",
  "--ndjson",
  "--unknown",
  "help --lang=en",
  "run tour --ndjson=yes",
  "run tour --lang=en",
  "doctor --lang",
  "doctor --lang=",
  "run",
  "run nothing",
  "run tcp-server-client udp-datagrams",
  "run tcp-server-client --json",
  "list all",
  "list --ndjson",
  "doctor house",
  "doctor --lang=fr",
  "list \u001b[31m",
  "__proto__ --x",
])("bad usage, one sentence: %j", async (line) => {
  const { code, out, err } = await say(line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^[^\n]+\n$/);
});

test("list names every lesson with chapter and both titles", async () => {
  const { out } = await say("list");
  const rows = out.trimEnd().split("\n");
  expect(rows).toHaveLength(lessons.length);
  expect(rows).toContain("udp-datagrams\t5\tUDP: datagrams\tUDP：数据报");
});
