import { expect, test } from "vitest";
import { nodeNote } from "./node-note.ts";

test("only calls that Node makes differ say so", () => {
  expect(nodeNote({ verb: "shutdown", args: { how: "SHUT_RD" } }, undefined, undefined)).toBe(
    "shutdown",
  );
  expect(nodeNote({ verb: "shutdown", args: { how: "SHUT_WR" } }, undefined, undefined)).toBeNull();
  expect(nodeNote({ verb: "connect", args: {} }, undefined, undefined)).toBeNull();
});

test("an answer that was given here is not called the system's", () => {
  for (const verb of ["setsockopt", "getsockopt"] as const)
    expect(nodeNote({ verb, args: {} }, undefined, "ENOPROTOOPT")).toBe("noOption");
  const reuse = { verb: "setsockopt", args: { option: "SO_REUSEADDR" } } as const;
  expect(nodeNote(reuse, undefined, undefined)).toBe("reuse");
  const udp = { stream: false, slept: false };
  expect(nodeNote(reuse, undefined, undefined, udp)).toBeNull();
});

test("a name that nobody looked up", () => {
  for (const verb of ["bind", "connect", "sendto"] as const) {
    expect(nodeNote({ verb, args: {} }, undefined, "EINVAL")).toBe("names");
    const address = { address: "127.0.0.1", port: 0, family: "AF_INET" } as const;
    expect(nodeNote({ verb, args: { address } }, undefined, "EINVAL")).toBeNull();
  }
});

test("a failed connect, a peer gone before accept, a socket closed under a sleeping call", () => {
  const connect = { verb: "connect", args: {} } as const;
  expect(nodeNote(connect, undefined, "ECONNREFUSED")).toBe("failedConnect");
  expect(nodeNote(connect, undefined, "EISCONN")).toBeNull();
  const address = { address: "0.0.0.0", port: 0, family: "AF_INET" } as const;
  expect(nodeNote({ verb: "accept", args: {} }, { address }, undefined)).toBe("goneBeforeAccept");
  const recv = { verb: "recv", args: {} } as const;
  const slept = { stream: true, slept: true };
  expect(nodeNote(recv, undefined, "EBADF", slept)).toBe("closedMeanwhile");
  expect(nodeNote(recv, undefined, "EBADF")).toBe("recv");
});

test("a queue of the kernel's own is none of Node's affair", () => {
  expect(nodeNote({ verb: "listen", args: {} }, { queue: "node" }, undefined)).toBe("listen");
  expect(nodeNote({ verb: "listen", args: {} }, { queue: "kernel" }, undefined)).toBeNull();
});

test("a send that failed is as it is everywhere", () => {
  for (const errno of ["ECONNRESET", "EPIPE"])
    expect(nodeNote({ verb: "send", args: {} }, undefined, errno)).toBeNull();
  expect(nodeNote({ verb: "send", args: {} }, undefined, undefined)).toBe("send");
});

test("a connected UDP socket has no stream, and so nothing of its notes", () => {
  const udp = { stream: false, slept: false };
  expect(nodeNote({ verb: "send", args: {} }, undefined, undefined, udp)).toBeNull();
  expect(nodeNote({ verb: "connect", args: {} }, undefined, undefined, udp)).toBeNull();
  expect(nodeNote({ verb: "recv", args: {} }, undefined, "ECONNREFUSED", udp)).toBe("recvfrom");
});

test("a send whose time was over says that the rest goes on", () => {
  for (const verb of ["send", "sendall"] as const)
    expect(nodeNote({ verb, args: {} }, undefined, "EAGAIN")).toBe("lateSend");
});
