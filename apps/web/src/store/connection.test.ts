import { type Event, encodeMessage, PROTOCOL, type ServerMessage } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { Connection, type Line, type LineEvents, type Link } from "./connection.ts";

const TOKEN = "token";

/** A connection whose server is the test. */
function connected() {
  const lines: (LineEvents & { sent: unknown[] })[] = [];
  const timers: { ms: number; act: () => void }[] = [];
  const links: Link[] = [];
  const seen: Event[] = [];
  const troubles: string[] = [];
  const asked: string[] = [];
  let session: string | null = null;
  const connection = new Connection({
    openLine: (events): Line => {
      const sent: unknown[] = [];
      lines.push({ ...events, sent });
      return { send: (text) => sent.push(JSON.parse(text)), close: events.closed };
    },
    after: (ms, act) => timers.push({ ms, act }),
    held: () => ({ session, since: seen.at(-1)?.seq ?? 0 }),
    linked: (link) => links.push(link),
    welcomed: (welcome) => {
      session = welcome.session;
    },
    received: (events) => seen.push(...events),
    asked: (problem) => asked.push(problem),
    troubled: (problem) => troubles.push(problem.code),
  });
  connection.start();
  const line = () => {
    const last = lines.at(-1);
    if (last === undefined) throw new Error("no line was opened");
    return last;
  };
  const say = (message: ServerMessage) => line().received(encodeMessage(message));
  const welcome = () =>
    say({
      type: "welcome",
      protocol: PROTOCOL,
      version: "0",
      session: "s1",
      since: 0,
      seq: 0,
      role: "local",
    });
  return { connection, lines, line, say, welcome, timers, links, seen, troubles, asked };
}

const event = (seq: number): Event => ({
  ...{ seq, t: seq, truth: "observed", source: "lab" },
  ...{ kind: "actor.removed", actor: 1 },
});

test("says hello with nothing, takes batches", () => {
  const { line, say, welcome, links, seen } = connected();
  line().opened(TOKEN);
  expect(line().sent).toEqual([
    { type: "hello", protocol: PROTOCOL, token: TOKEN, session: null, since: 0 },
  ]);
  welcome();
  say({ type: "batch", events: [event(1), event(2)] });
  expect(links).toEqual(["open"]);
  expect(seen.map(({ seq }) => seq)).toEqual([1, 2]);
});

test("after a cut it comes back, and says what it holds", () => {
  const { line, say, welcome, links, timers } = connected();
  line().opened(TOKEN);
  welcome();
  say({ type: "batch", events: [event(1), event(2)] });
  line().closed();
  expect(links).toEqual(["open", "lost"]);
  timers.shift()?.act();
  line().opened(TOKEN);
  expect(line().sent).toEqual([
    { type: "hello", protocol: PROTOCOL, token: TOKEN, session: "s1", since: 2 },
  ]);
});

test("waits longer and longer between attempts, and a little again after a success", () => {
  const { line, welcome, timers } = connected();
  const waits = Array.from({ length: 7 }, () => {
    line().closed();
    const timer = timers.shift();
    timer?.act();
    return timer?.ms;
  });
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  line().opened(TOKEN);
  welcome();
  line().closed();
  expect(timers[0]?.ms).toBe(250);
});

test("each command gets its own answer", async () => {
  const { connection, line, say, welcome } = connected();
  line().opened(TOKEN);
  welcome();
  const first = connection.run({ do: "clear" });
  const second = connection.run({ do: "lesson", lesson: "none" });
  const ids = line().sent.flatMap((one) =>
    typeof one === "object" && one !== null && "id" in one ? [String(one.id)] : [],
  );
  const problem = { code: "unknown-lesson", message: "?" } as const;
  say({ type: "refused", id: ids[1] ?? "", problem });
  say({ type: "done", id: ids[0] ?? "", actors: [4] });
  expect(await first).toEqual({ ok: true, actors: [4] });
  expect(await second).toEqual({ ok: false, problem });
});

test("a command without a line, or whose line is cut, is told so", async () => {
  const { connection, line, welcome } = connected();
  expect(await connection.run({ do: "clear" })).toMatchObject({ problem: { code: "link-lost" } });
  line().opened(TOKEN);
  welcome();
  const asked = connection.run({ do: "clear" });
  line().closed();
  expect(await asked).toMatchObject({ ok: false, problem: { code: "link-lost" } });
});

test("what a line of the past still says is passed over", () => {
  const { lines, line, welcome, timers, seen, links } = connected();
  line().opened(TOKEN);
  welcome();
  const old = line();
  old.closed();
  timers.shift()?.act();
  old.received(encodeMessage({ type: "batch", events: [event(1)] }));
  old.closed();
  expect(seen).toEqual([]);
  expect(links).toEqual(["open", "lost"]);
  expect(lines).toHaveLength(2);
});

test("a message that is none is reported, and the line goes on", () => {
  const { line, say, welcome, troubles, seen } = connected();
  line().opened(TOKEN);
  welcome();
  line().received("{");
  line().received('{"type":"surprise"}');
  say({ type: "problem", problem: { code: "version", message: "" } });
  say({ type: "batch", events: [event(1)] });
  expect(troubles).toEqual(["malformed", "malformed", "version"]);
  expect(seen).toHaveLength(1);
});

test("asked for the join code it waits for a person, and then says it each time", () => {
  const { connection, line, lines, say, timers, asked, welcome } = connected();
  const refused = (code: "join-code-needed" | "join-code-wrong") => {
    line().opened(TOKEN);
    say({ type: "problem", problem: { code, message: "" } });
    line().closed();
  };
  refused("join-code-needed");
  expect(timers).toEqual([]);
  connection.join("WRONG");
  refused("join-code-wrong");
  expect(asked).toEqual(["join-code-needed", "join-code-wrong"]);
  connection.join("RIGHT");
  line().opened(TOKEN);
  welcome();
  line().closed();
  timers.shift()?.act();
  line().opened(TOKEN);
  expect(line().sent).toMatchObject([{ type: "hello", token: TOKEN, code: "RIGHT" }]);
  expect(lines).toHaveLength(4);
});
