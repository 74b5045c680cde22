import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { LIMITS } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ended, type LabUnderTest, labUnderTest } from "../lab/lab.fixture.ts";
import { readRecording } from "./recording-reader.ts";

let stage: LabUnderTest;
beforeEach(() => {
  stage = labUnderTest();
});
afterEach(() => stage.lab.close());

/**
 * Sends these bytes and closes. Resolves with the program's last events, read back as a recording.
 */
async function lastEvents(program: string, bytes: Uint8Array): Promise<string> {
  const { actor, port } = await stage.server(program);
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  await once(socket, "connect");
  socket.end(bytes);
  await stage.event(ended(actor));
  const { journal } = stage;
  // The reader lets other tasks run, so the kernel may be read meanwhile.
  const { seq } = journal;
  const recording = journal.readJson(0, seq).map((line) => Buffer.from(`${line}\n`));
  const reading = readRecording(Readable.from(recording));
  for (;;) {
    const { done, value } = await reading.next();
    if (!done) continue;
    expect(value.events).toBe(seq);
    break;
  }
  const [printed] = stage.of("actor.printed");
  const end = stage.of("actor.ended").find((event) => event.actor === actor);
  return printed?.text ?? end?.error ?? "";
}

test.each(["until-close-reader", "line-reader"])(
  "4 MiB to %s: the program is over, and the recording can be read",
  async (program) => {
    expect(
      await lastEvents(
        program,
        randomBytes(4 << 20).map((byte) => byte | 128),
      ),
    ).toBe("A message of more than 1 MiB is too long for this program.");
  },
);

test("a message that is printed in part (E20)", async () => {
  const text = await lastEvents("until-close-reader", randomBytes(500_000));
  expect(text.length).toBeLessThan(LIMITS.printed + 100);
  expect(text).toMatch(/… \(\d+ more characters\)$/);
});
