import { expect, test } from "vitest";
import { nodeNote } from "./node-note.ts";

test("only calls that Node makes differ say so", () => {
  expect(nodeNote({ verb: "shutdown", args: { how: "SHUT_RD" } }, undefined, undefined)).toBe(
    "shutdown",
  );
  expect(nodeNote({ verb: "shutdown", args: { how: "SHUT_WR" } }, undefined, undefined)).toBeNull();
  expect(nodeNote({ verb: "connect", args: {} }, undefined, undefined)).toBeNull();
});

test("a queue of the kernel's own is none of Node's affair", () => {
  expect(nodeNote({ verb: "listen", args: {} }, { queue: "node" }, undefined)).toBe("listen");
  expect(nodeNote({ verb: "listen", args: {} }, { queue: "kernel" }, undefined)).toBeNull();
});

test("a send that failed says what is lost with it", () => {
  expect(nodeNote({ verb: "sendall", args: {} }, undefined, "ECONNRESET")).toBe("failedSend");
  expect(nodeNote({ verb: "send", args: {} }, undefined, undefined)).toBe("send");
});

test("a send whose time was over says that the rest goes on", () => {
  for (const verb of ["send", "sendall"] as const)
    expect(nodeNote({ verb, args: {} }, undefined, "EAGAIN")).toBe("lateSend");
});
