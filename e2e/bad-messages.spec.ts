import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { PROTOCOL } from "@sockscope/protocol";
import { WebSocket } from "ws";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { countSteps, fetchTrace, openTapped } from "./support/page/journal.ts";
import { fetchToken } from "./support/server/lab-client.ts";

/** A viewer that was let in and has been told what happened so far. */
async function connect(url: string) {
  const token = await fetchToken(url);
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
  await once(socket, "open");
  const caughtUp = new Promise<void>((resolve) => {
    socket.on("message", function hear(data: Buffer) {
      if (!data.toString().startsWith('{"type":"batch"')) return;
      socket.off("message", hear);
      resolve();
    });
  });
  socket.send(
    JSON.stringify({ type: "hello", protocol: PROTOCOL, token, session: null, since: 0 }),
  );
  await caughtUp;
  return socket;
}

/** Sends one message and gives the answer, as it was written. */
async function answer(socket: WebSocket, message: string | Uint8Array): Promise<string> {
  const heard = new Promise<string>((resolve) => {
    socket.on("message", function hear(data: Buffer) {
      // What happens on the stage, and signs of life, are no answers.
      if (/^\{"type":"(batch|beat)"/.test(data.toString())) return;
      socket.off("message", hear);
      resolve(data.toString());
    });
  });
  socket.send(message);
  return heard;
}

test.describe("messages that are no good", () => {
  test("each is answered with a sentence, and a page beside it loses nothing", async ({
    page,
    sockscope,
  }) => {
    const { sight, taps } = await openTapped(page);
    await sight.addTcpServer("Welcome", await freeTcpPort());

    const socket = await connect(sockscope.url);
    for (const message of ["", "nonsense", "{", "null", "[]", "{}", '{"type":"dance"}']) {
      expect(await answer(socket, message), message).toContain('"malformed"');
    }
    expect(await answer(socket, new Uint8Array([0, 255]))).toContain('"malformed"');
    const command = (id: string, what: object) =>
      JSON.stringify({ type: "command", id, command: what });
    const wrong = [
      [{ do: "dance" }, '"malformed"'],
      [{ do: "clear", and: "more" }, '"malformed"'],
      [{ do: "spawn", program: "welcome-server", count: 1e9 }, "From 1 to 1000 programs"],
      [{ do: "spawn", program: "welcome-server", count: 1, port: 70_000 }, "A port is a whole"],
      [{ do: "spawn", program: "rm -rf", count: 1 }, '"unknown-program"'],
      [{ do: "stop", actor: 99 }, '"unknown-actor"'],
      [{ do: "hand", actor: 1, call: { verb: "close" } }, '"not-by-hand"'],
    ] as const;
    for (const [index, [what, said]] of wrong.entries()) {
      const id = `mine ${index}`;
      const heard = await answer(socket, command(id, what));
      expect(heard).toContain(`"refused","id":"${id}"`);
      expect(heard).toContain(said);
    }
    const old = { type: "hello", protocol: PROTOCOL + 1, token: "", session: null, since: 0 };
    expect(await answer(socket, JSON.stringify(old))).toContain('"version"');

    // One that is too large ends its own connection, and no other.
    const ended = once(socket, "close");
    socket.on("error", () => {});
    socket.send("x".repeat(2 * 1024 * 1024));
    expect((await ended)[0]).toBe(1009);

    await sight.addTcpServer("Echo", await freeTcpPort());
    const events = await fetchTrace(sockscope.url);
    expect(taps).toHaveLength(1);
    expect(taps[0]?.seqs).toEqual(events.map(({ seq }) => seq));
    expect((await sight.instant())[1]).toBe(countSteps(events));
    await expect(page.getByRole("region", { name: "Messages" })).toHaveText("");
  });

  test("a page from elsewhere is not let in", async ({ sockscope }) => {
    const url = `${sockscope.url.replace("http", "ws")}/ws`;
    const foreign = new WebSocket(url, { headers: { origin: "http://example.com" } });
    const [error] = (await once(foreign, "error")) as [Error];
    expect(error.message).toContain("403");
    // Nor under a foreign name that leads here.
    const headers = { host: "example.com" };
    const [response] = (await once(get(`${sockscope.url}/api/trace`, { headers }), "response")) as [
      IncomingMessage,
    ];
    expect(response.statusCode).toBe(403);
    response.resume();
  });
});
