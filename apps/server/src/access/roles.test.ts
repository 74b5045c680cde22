import { type Command, commandSchema, PROTOCOL, type ServerMessage } from "@sockscope/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ServerUnderTest, serverUnderTest } from "../http/server.fixture.ts";
import { MAY_COMMAND } from "./roles.ts";

// The role normally follows from the address. Here the test sets it.
const from = vi.hoisted(() => ({ role: "local" as "local" | "outside" }));
vi.mock("./role-of.ts", () => ({ roleOf: () => from.role }));

let server: ServerUnderTest;
beforeEach(async () => {
  from.role = "local";
  // Admitting others means listening for them. An address that nobody else uses will do.
  server = await serverUnderTest({ host: "0.0.0.0" });
});
afterEach(() => server.end());

/** One command of each kind, valid for the lab. */
const COMMANDS: Readonly<Record<Command["do"], Command>> = {
  spawn: { do: "spawn", program: "tcp-hand-client", count: 1 },
  hand: { do: "hand", actor: 1, call: { verb: "close" } },
  stop: { do: "stop", actor: 1 },
  remove: { do: "remove", actor: 1 },
  clear: { do: "clear" },
  gate: { do: "gate", scope: "all", mode: "free" },
  next: { do: "next", scope: "all" },
  breakpoint: { do: "breakpoint", when: { on: "error" } },
  "no-breakpoint": { do: "no-breakpoint", breakpoint: 1 },
  link: { do: "link", scope: { over: "stage" }, conditions: null },
};
const KINDS = commandSchema.options.map((option) => option.shape.do.value);

/** The server's answer to each kind of command. Null if it closes the connection instead. */
async function answers(viewer: Awaited<ReturnType<ServerUnderTest["view"]>>) {
  const answers = new Map<string, ServerMessage | null>();
  for (const kind of KINDS) {
    viewer.send({ type: "command", id: kind, command: COMMANDS[kind] });
    const answered = viewer.message((message) => "id" in message && message.id === kind);
    answers.set(kind, await Promise.race([answered, viewer.closed.then(() => null)]));
  }
  return answers;
}
const codeOf = (message: ServerMessage | null | undefined) =>
  message?.type === "refused" ? message.problem.code : message?.type;

test("the table has a row for every command of the protocol", () => {
  expect(Object.keys(MAY_COMMAND).sort()).toEqual([...KINDS].sort());
});

test("a viewer of this machine may send every command", async () => {
  const viewer = await server.view();
  viewer.hello();
  for (const [kind, message] of await answers(viewer))
    expect([kind, codeOf(message)]).not.toEqual([kind, "only-looking"]);
});

test("a viewer from outside sees everything and may send no command", async () => {
  from.role = "outside";
  const viewer = await server.view();
  const code = server.invitation?.code ?? "";
  viewer.send({
    type: "hello",
    protocol: PROTOCOL,
    token: await token(),
    code,
    session: null,
    since: 0,
  });
  const welcome = await viewer.message(({ type }) => type === "welcome");
  expect(welcome).toMatchObject({ role: "outside" });
  expect(welcome).not.toHaveProperty("invitation");
  for (const [kind, message] of await answers(viewer))
    expect([kind, codeOf(message)]).toEqual([kind, "only-looking"]);
  expect(server.journal.seq).toBe(1);
  await viewer.message(() => viewer.events().length === 1);
});

test("a viewer that was not admitted may send nothing", async () => {
  for (const role of ["local", "outside"] as const) {
    from.role = role;
    for (const kind of KINDS) {
      const viewer = await server.view();
      viewer.send({ type: "command", id: kind, command: COMMANDS[kind] });
      expect(await viewer.closed).toBe(1008);
      expect(viewer.messages).toMatchObject([{ problem: { code: "not-let-in" } }]);
    }
  }
  expect(server.journal.seq).toBe(1);
});

test("from outside neither this machine's token nor a wrong code is accepted, and tries are limited", async () => {
  from.role = "outside";
  const good = server.invitation?.code ?? "";
  const outsideToken = await token();
  expect(outsideToken).not.toBe(server.token);
  const problemFor = async (credentials: { token: string; code?: string }) => {
    const viewer = await server.view();
    viewer.send({ type: "hello", protocol: PROTOCOL, ...credentials, session: null, since: 0 });
    const first = await viewer.message(() => true);
    viewer.socket.terminate();
    return first.type === "problem" ? first.problem.code : first.type;
  };
  expect(await problemFor({ token: server.token, code: good })).toBe("not-let-in");
  expect(await problemFor({ token: outsideToken })).toBe("join-code-needed");
  expect(await problemFor({ token: outsideToken, code: good })).toBe("welcome");
  for (let tries = 0; tries < 5; tries += 1)
    expect(await problemFor({ token: outsideToken, code: "ABCD-EFGH" })).toBe("join-code-wrong");
  expect(await problemFor({ token: outsideToken, code: good })).toBe("join-code-blocked");
  from.role = "local";
  expect(await problemFor({ token: server.token })).toBe("welcome");
});

test("from outside only the page is served over HTTP", async () => {
  const status = async (path: string) => (await fetch(`${server.url}${path}`)).status;
  expect(await status("/api/trace")).toBe(200);
  from.role = "outside";
  expect(await status("/")).toBe(200);
  expect(await status("/api/health")).toBe(200);
  expect(await status("/api/token")).toBe(200);
  for (const path of ["/api/trace", "/API/trace", "/api//trace", "/api/trace/", "/api/other"])
    expect([path, await status(path)]).toEqual([path, 403]);
});

/** The response of `/api/token` to a request from there. */
async function token(): Promise<string> {
  const answer = (await (await fetch(`${server.url}/api/token`)).json()) as { token: string };
  return answer.token;
}
