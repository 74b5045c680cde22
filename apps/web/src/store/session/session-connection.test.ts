import {
  type Event,
  encodeMessage,
  LIMITS,
  PROTOCOL,
  type ServerMessage,
} from "@sockscope/protocol";
import { describe, expect, test } from "vitest";
import {
  type Connection,
  type ConnectionEvents,
  type ConnectionStatus,
  SessionConnection,
} from "./session-connection.ts";

const VIEWER = "0123456789abcdef";
const TOKEN = "token";

/** What the page does wrong, and how waits between attempts are spread: in the middle. */
interface Given {
  readonly random?: () => number;
  readonly held?: () => void;
  readonly welcomed?: () => never;
  readonly received?: () => never;
  readonly statusChanged?: (link: ConnectionStatus) => void;
}

/** A connection whose server is the test. */
function connected(given: Given = {}) {
  const lines: (ConnectionEvents & { sent: unknown[] })[] = [];
  /** Waits before the next attempt, and looks at whether the line is dead. */
  const timers: { ms: number; act: () => void }[] = [];
  const looks: (() => void)[] = [];
  const links: ConnectionStatus[] = [];
  const seen: Event[] = [];
  const troubles: string[] = [];
  const asked: string[] = [];
  const failures: unknown[] = [];
  let session: string | null = null;
  const connection = new SessionConnection({
    viewer: VIEWER,
    openConnection: (events): Connection => {
      const sent: unknown[] = [];
      lines.push({ ...events, sent });
      return { send: (text) => sent.push(JSON.parse(text)), close: events.closed };
    },
    after: (ms, act) => (ms === 3 * LIMITS.beat ? looks.push(act) : timers.push({ ms, act })),
    random: given.random ?? (() => 0.5),
    held: () => {
      given.held?.();
      return { session, since: seen.at(-1)?.seq ?? 0 };
    },
    statusChanged: (link) => {
      links.push(link);
      given.statusChanged?.(link);
    },
    welcomed: (welcome) => {
      given.welcomed?.();
      session = welcome.session;
    },
    received: (events) => {
      seen.push(...events);
      given.received?.();
    },
    failed: (error) => failures.push(error),
    onJoinProblem: (problem) => asked.push(problem),
    troubled: (problem) => troubles.push(problem.code),
  });
  connection.start();
  const line = () => {
    const last = lines.at(-1);
    if (last === undefined) throw new Error("no line was opened");
    return last;
  };
  const say = (message: ServerMessage) => line().received(encodeMessage(message));
  const welcome = (name = "s1") =>
    say({
      type: "welcome",
      protocol: PROTOCOL,
      version: "0",
      session: name,
      since: 0,
      seq: 0,
      role: "local",
    });
  return {
    ...{ connection, lines, line, say, welcome, timers, looks, links, seen, troubles, asked },
    failures,
  };
}

const event = (seq: number): Event => ({
  ...{ seq, t: seq, truth: "observed", source: "lab" },
  ...{ kind: "actor.removed", actor: 1 },
});

test("says hello with nothing, takes batches", () => {
  const { line, say, welcome, links, seen } = connected();
  line().opened(TOKEN);
  const hello = { type: "hello", protocol: PROTOCOL, token: TOKEN, viewer: VIEWER, packs: true };
  expect(line().sent).toEqual([{ ...hello, session: null, since: 0 }]);
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
  const hello = { type: "hello", protocol: PROTOCOL, token: TOKEN, viewer: VIEWER, packs: true };
  expect(line().sent).toEqual([{ ...hello, session: "s1", since: 2 }]);
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

test("viewers whose lines are cut in one instant do not come back in one", () => {
  const waits = [0, 0.25, 0.999].map((drawn) => {
    const { line, timers } = connected({ random: () => drawn });
    line().closed();
    timers[0]?.act();
    line().closed();
    return timers.map(({ ms }) => ms);
  });
  expect(waits).toEqual([
    [125, 250],
    [188, 375],
    [375, 750],
  ]);
});

describe("an exception of the page's own is no lost connection", () => {
  const fault = new TypeError("a mistake of ours");
  const fails = (): never => {
    throw fault;
  };

  test("while events are taken: it is told, the line stays and goes on", async () => {
    const set = connected({ received: fails });
    set.line().opened(TOKEN);
    set.welcome();
    set.say({ type: "batch", events: [event(1)] });
    set.say({ type: "batch", events: [event(2)] });
    expect(set.failures).toEqual([fault, fault]);
    expect([set.links, set.timers, set.troubles]).toEqual([["open"], [], []]);
    expect(set.seen.map(({ seq }) => seq)).toEqual([1, 2]);
    const done = set.connection.run({ do: "clear" });
    set.say({ type: "done", id: "c1", actors: [] });
    expect(await done).toEqual({ ok: true, actors: [] });
  });

  test("at the welcome: the line is open all the same", async () => {
    const set = connected({ welcomed: fails });
    set.line().opened(TOKEN);
    set.welcome();
    expect([set.failures, set.links, set.timers]).toEqual([[fault], ["open"], []]);
    const done = set.connection.run({ do: "clear" });
    set.say({ type: "done", id: "c1", actors: [] });
    expect(await done).toEqual({ ok: true, actors: [] });
  });

  test("before the hello: it is told, and nothing is tried again and again", () => {
    const set = connected({ held: fails });
    set.line().opened(TOKEN);
    set.line().closed();
    expect([set.failures, set.links, set.timers]).toEqual([[fault], ["failed"], []]);
    expect(set.lines).toHaveLength(1);
  });

  test("where a lost line is told: another one is opened all the same", () => {
    const statusChanged = (link: ConnectionStatus): void => {
      if (link === "lost") fails();
    };
    const set = connected({ statusChanged });
    set.line().opened(TOKEN);
    set.welcome();
    set.line().closed();
    expect([set.failures, set.timers.length]).toEqual([[fault], 1]);
  });
});

test("each command gets its own answer", async () => {
  const { connection, line, say, welcome } = connected();
  line().opened(TOKEN);
  welcome();
  const first = connection.run({ do: "clear" });
  const second = connection.run({ do: "stop", actor: 1 });
  const ids = line().sent.flatMap((one) =>
    typeof one === "object" && one !== null && "id" in one ? [String(one.id)] : [],
  );
  const problem = { code: "unknown-actor", message: "?" } as const;
  say({ type: "refused", id: ids[1] ?? "", problem });
  say({ type: "done", id: ids[0] ?? "", actors: [4] });
  expect(await first).toEqual({ ok: true, actors: [4] });
  expect(await second).toEqual({ ok: false, problem });
});

test("a command without a line is told so", async () => {
  const { connection } = connected();
  expect(await connection.run({ do: "clear" })).toMatchObject({ problem: { code: "link-lost" } });
});

test("what was not answered when the line was cut is sent again, with its id (C8)", async () => {
  const { connection, line, say, welcome, timers } = connected();
  line().opened(TOKEN);
  welcome();
  const answered = connection.run({ do: "clear" });
  say({ type: "done", id: "c1", actors: [] });
  await answered;
  const first = connection.run({ do: "next", scope: "all" });
  const second = connection.run({ do: "clear" });
  line().closed();
  timers.shift()?.act();
  line().opened(TOKEN);
  expect(line().sent).toHaveLength(1);
  welcome();
  expect(line().sent.slice(1)).toEqual([
    { type: "command", id: "c2", command: { do: "next", scope: "all" } },
    { type: "command", id: "c3", command: { do: "clear" } },
  ]);
  say({ type: "done", id: "c2", actors: [] });
  say({ type: "done", id: "c3", actors: [1] });
  expect([await first, await second]).toEqual([
    { ok: true, actors: [] },
    { ok: true, actors: [1] },
  ]);
});

test("to a server that was started anew nothing is sent again", async () => {
  const { connection, line, welcome, timers } = connected();
  line().opened(TOKEN);
  welcome();
  const asked = connection.run({ do: "clear" });
  line().closed();
  timers.shift()?.act();
  line().opened(TOKEN);
  welcome("s2");
  expect(await asked).toMatchObject({ ok: false, problem: { code: "another-session" } });
  expect(line().sent).toHaveLength(1);
});

test("a line that has fallen silent is left for another one (M6)", () => {
  const { lines, line, say, welcome, timers, looks, links, seen } = connected();
  line().opened(TOKEN);
  welcome();
  looks.shift()?.();
  say({ type: "beat" });
  looks.shift()?.();
  expect(links).toEqual(["open"]);
  const old = line();
  looks.shift()?.();
  expect(links).toEqual(["open", "lost"]);
  timers.shift()?.act();
  expect(lines).toHaveLength(2);
  old.received(encodeMessage({ type: "batch", events: [event(1)] }));
  expect(seen).toEqual([]);
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

test("a command that the server would hang up for is refused here, and never sent (M5)", async () => {
  const { connection, line, welcome } = connected();
  line().opened(TOKEN);
  welcome();
  const before = line().sent.length;
  // Allowed as a text, and six times as long on the way.
  const text = "\u0001".repeat(LIMITS.textBytes);
  const command = { do: "hand", actor: 1, call: { verb: "send", text } } as const;
  expect(await connection.run(command)).toMatchObject({ problem: { code: "text-too-long" } });
  expect(line().sent).toHaveLength(before);
});
