import { describe, expect, test } from "vitest";
import { at, payloadOf, Script } from "../testing/script.ts";
import { createTrace } from "../trace.ts";
import { errnoCause } from "./errno-cause.ts";

const HELLO = { payload: payloadOf("hello"), offset: 0 };

function scene() {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  return {
    ...{ script, server, client },
    ...script.connected(server, listener, client, [5000, 8888]),
  };
}

type Scene = ReturnType<typeof scene>;

/** The cause of an errno that a `send` of the client gives after something else. */
function causeOf(errno: string, before: (scene: Scene) => void) {
  const made = scene();
  before(made);
  const { script, client, socket } = made;
  const call = script.began(client, socket, "send", HELLO);
  script.failed(call, errno);
  return lookUp(script, call);
}

function lookUp(script: Script, id: number) {
  const trace = createTrace();
  trace.append(script.events);
  const call = trace.calls.get(id);
  if (call === undefined) throw new Error("there is no such call");
  return errnoCause(trace, call);
}

const shutdown = (how: "SHUT_RD" | "SHUT_WR" | "SHUT_RDWR") => (made: Scene) =>
  made.script.whole(made.client, made.socket, "shutdown", { how }, {});

describe("EPIPE has several causes", () => {
  test.each(["SHUT_WR", "SHUT_RDWR"] as const)("one's own %s", (how) => {
    expect(causeOf("EPIPE", shutdown(how))).toBe("shutdown");
  });

  test("SHUT_RD is none of them", () => {
    expect(causeOf("EPIPE", shutdown("SHUT_RD"))).toBe("reset");
  });

  test("the shutdown of the other end is none of them", () => {
    expect(
      causeOf("EPIPE", ({ script, server, connection }) =>
        script.whole(server, connection, "shutdown", { how: "SHUT_WR" }, {}),
      ),
    ).toBe("reset");
  });

  test("a shutdown that failed is none of them", () => {
    expect(
      causeOf("EPIPE", ({ script, client, socket }) =>
        script.failed(script.began(client, socket, "shutdown", { how: "SHUT_WR" }), "ENOTCONN"),
      ),
    ).toBe("reset");
  });

  test("a reset that an earlier call was told of", () => {
    expect(
      causeOf("EPIPE", ({ script, client, socket }) =>
        script.failed(script.began(client, socket, "recv", { size: 1 }), "ECONNRESET"),
      ),
    ).toBe("reset");
  });

  test("a reset that follows from what the other end did", () => {
    expect(
      causeOf("EPIPE", ({ script, server, client, socket, connection }) => {
        script.send(client, socket, "unread");
        script.whole(server, connection, "close", {}, {});
      }),
    ).toBe("reset");
  });

  test("one's own shutdown goes before a reset: it is enough by itself", () => {
    expect(
      causeOf("EPIPE", (made) => {
        shutdown("SHUT_WR")(made);
        const { script, client, socket } = made;
        script.failed(script.began(client, socket, "recv", { size: 1 }), "ECONNRESET");
      }),
    ).toBe("shutdown");
  });

  test("it never was connected", () => {
    const script = new Script();
    const client = script.actorAdded("client");
    const { socket, connect } = script.connecting(client, 9);
    script.failed(connect, "ECONNREFUSED");
    const call = script.began(client, socket, "send", HELLO);
    script.failed(call, "EPIPE");
    // What refused the connect was a reset, too: but there never was a connection to be reset.
    expect(lookUp(script, call)).toBe("unconnected");
  });

  test("nothing else was seen: then a reset follows from it", () => {
    expect(causeOf("EPIPE", () => {})).toBe("reset");
  });
});

test("ECONNRESET: whether the playground reset the connection", () => {
  expect(causeOf("ECONNRESET", () => {})).toBeNull();
  expect(
    causeOf("ECONNRESET", ({ script, server, connection }) => {
      const call = script.began(server, connection, "send", HELLO);
      const touched = { actor: server, socket: connection, call, offset: 0, length: 5 };
      script.add({ kind: "link.fault", fault: "reset", ...touched });
      script.failed(call, "ECONNRESET");
    }),
  ).toBe("injected");
});

test("EMSGSIZE: whether the link refused the datagram", () => {
  const script = new Script();
  const client = script.actorAdded("client");
  const socket = script.opened(client, "SOCK_DGRAM");
  const asked = { payload: payloadOf("hello"), address: at(6000) };
  const refused = script.began(client, socket, "sendto", asked);
  const touched = { actor: client, socket, call: refused, length: 5 };
  script.add({ kind: "link.fault", fault: "too-long", ...touched });
  script.failed(refused, "EMSGSIZE");
  const long = script.began(client, socket, "sendto", asked);
  script.failed(long, "EMSGSIZE");
  expect(lookUp(script, refused)).toBe("injected");
  expect(lookUp(script, long)).toBeNull();
});
