import { expect, test } from "vitest";
import { payloadOf, Script } from "../testing/script.ts";
import { createTrace } from "../trace.ts";
import { hasTimedOut, pythonException } from "./python-exception.ts";

/** What Python 3.11 raises for a `recv` that fails like this, with this time limit. */
function raised(errno: string, seconds?: number | null, calls = 0) {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  const { socket } = script.connected(server, listener, client, [5000, 8888]);
  if (seconds !== undefined)
    script.whole(client, socket, "settimeout", seconds === null ? {} : { value: seconds }, {});
  for (let nth = 0; nth < calls; nth++)
    script.whole(client, socket, "send", { payload: payloadOf("a"), offset: nth }, { count: 1 });
  const id = script.began(client, socket, "recv", { size: 10 });
  script.failed(id, errno);
  const trace = createTrace();
  trace.append(script.events);
  const call = trace.calls.get(id);
  if (call === undefined) throw new Error("there is no such call");
  return { name: pythonException(trace, call), timedOut: hasTimedOut(trace, call) };
}

test.each([
  ["ECONNREFUSED", "ConnectionRefusedError"],
  ["ECONNRESET", "ConnectionResetError"],
  ["EPIPE", "BrokenPipeError"],
  ["EACCES", "PermissionError"],
  ["ETIMEDOUT", "TimeoutError"],
  ["EALREADY", "BlockingIOError"],
  ["EADDRINUSE", "OSError"],
  ["ENOTCONN", "OSError"],
])("%s is %s", (errno, name) => {
  expect(raised(errno)).toEqual({ name, timedOut: false });
});

test.each(["EAGAIN", "EINPROGRESS"])("%s depends on settimeout", (errno) => {
  expect(raised(errno, 1.5)).toEqual({ name: "TimeoutError", timedOut: true });
  expect(raised(errno, 0)).toEqual({ name: "BlockingIOError", timedOut: false });
  expect(raised(errno, null)).toEqual({ name: "BlockingIOError", timedOut: false });
  expect(raised(errno)).toEqual({ name: "BlockingIOError", timedOut: false });
});

test("a settimeout too far back: nothing is said", () => {
  expect(raised("EAGAIN", 1, 600)).toEqual({ name: null, timedOut: false });
});
