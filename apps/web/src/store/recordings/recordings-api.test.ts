import { LIMITS } from "@sockscope/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { listRecordings, openRecording } from "./recordings-api.ts";

const LINE = JSON.stringify({
  ...{ seq: 1, t: 0, truth: "observed", source: "lab", kind: "actor.removed", actor: 1 },
});
const DONE = JSON.stringify({ close: "done", torn: false, ended: true });
const signal = new AbortController().signal;
const answers = (body: BodyInit | null, status = 200): void => {
  vi.stubGlobal("fetch", async () => new Response(body, { status }));
};
/** A body that breaks off behind these lines. */
const broken = (text: string): ReadableStream =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
    },
    pull(controller) {
      controller.error(new TypeError("network error"));
    },
  });
afterEach(() => vi.unstubAllGlobals());

test("a recording is read to its last line", async () => {
  answers(`${LINE}\n${DONE}\n`);
  const seen: number[] = [];
  const opened = await openRecording("x", signal, (events) => seen.push(events.length));
  expect(opened).toEqual({ ok: true, value: { torn: false, more: false } });
  expect(seen).toEqual([1]);
  expect(LIMITS.recordingLine).toBeGreaterThan(LINE.length);
});

test("an exception of the page's own while it is read is no lost connection", async () => {
  const told = vi.fn<(error: unknown) => void>();
  vi.stubGlobal("reportError", told);
  answers(`${LINE}\n${DONE}\n`);
  const fault = new TypeError("a mistake of ours");
  const opened = await openRecording("x", signal, () => {
    throw fault;
  });
  expect(opened).toEqual({ ok: false, trouble: { code: "page-failed", line: 0 } });
  expect(told).toHaveBeenCalledExactlyOnceWith(fault);
});

test.each([
  ["nobody answers", null],
  ["the answer breaks off", broken(`${LINE}\n`)],
  ["the answer ends without its last line", `${LINE}\n`],
  ["the answer is none", `<html>\n${DONE}\n`],
])("a connection that is lost is: %s", async (_what, body) => {
  if (body === null) vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  else answers(body);
  const opened = await openRecording("x", signal, () => undefined);
  expect(opened).toEqual({ ok: false, trouble: { code: "link-lost", line: 0 } });
});

test("a list that is none, and one that cannot be read", async () => {
  answers('{"recordings":[{}]}');
  expect(await listRecordings()).toMatchObject({ trouble: { code: "link-lost" } });
  answers("<html>");
  expect(await listRecordings()).toMatchObject({ trouble: { code: "link-lost" } });
});
