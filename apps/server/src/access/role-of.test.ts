import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { roleOf } from "./role-of.ts";

const from = (remoteAddress: string | undefined) =>
  roleOf({ socket: { remoteAddress } } as Pick<IncomingMessage, "socket">);

test("only a connection from this machine's loopback is local, whatever the headers claim", () => {
  for (const address of ["127.0.0.1", "127.255.0.9", "::1"]) expect(from(address)).toBe("local");
  for (const address of [
    ...["192.0.2.2", "10.0.0.1", "0.0.0.0", "128.0.0.1", "::", "fe80::1", "2001:db8::1"],
    ...[
      "::ffff:127.0.0.1",
      "::ffff:192.0.2.2",
      "::1%lo",
      "127.1",
      "2130706433",
      "127.evil",
      "",
      undefined,
    ],
  ])
    expect([address, from(address)]).toEqual([address, "outside"]);
});
