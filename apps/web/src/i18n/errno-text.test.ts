import type { Verb } from "@sockscope/protocol";
import { parseQuery } from "@sockscope/trace";
import { describe, expect, test } from "vitest";
import { en } from "./en/en.ts";
import { errnoText } from "./errno-text.ts";
import { zh } from "./zh/zh.ts";

const dictionaries = [
  ["en", en],
  ["zh", zh],
] as const;

/** What the recorded calls can give. */
const ALL = [
  ...["EACCES", "EADDRINUSE", "EADDRNOTAVAIL", "EAFNOSUPPORT", "EAGAIN", "EALREADY", "EBADF"],
  ...["ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EDESTADDRREQ", "EFAULT", "EHOSTUNREACH"],
  ...["EINPROGRESS", "EINTR", "EINVAL", "EIO", "EISCONN", "EMFILE", "EMSGSIZE", "ENETDOWN"],
  ...["ENETUNREACH", "ENFILE", "ENOBUFS", "ENODEV", "ENOMEM", "ENOPROTOOPT", "ENOTCONN"],
  ...["ENOTSOCK", "EOPNOTSUPP", "EPERM", "EPIPE", "EPROTO", "EPROTONOSUPPORT", "ETIMEDOUT"],
];

describe.each(dictionaries)("what an errno means, in %s", (_, text) => {
  const says = (errno: string, verb: Verb, stream: boolean) =>
    errnoText(text, errno, { verb, stream }) ?? "";

  test("is said of each that a call can give", () => {
    for (const errno of ALL) expect(errnoText(text, errno), errno).toBeTruthy();
    expect(errnoText(text, "EWHAT", { verb: "recv", stream: true })).toBeUndefined();
  });

  test("EAGAIN of a call that sends does not say that nothing came", () => {
    for (const [verb, stream] of [
      ["send", true],
      ["sendall", true],
      ["sendto", true],
      ["sendto", false],
      ["send", false],
      ["connect", false],
    ] as const)
      expect(says("EAGAIN", verb, stream)).not.toMatch(/\bcame\b|到来|等到/);
  });

  test("EAGAIN of a call that waits for something says what it waited for", () => {
    expect(says("EAGAIN", "recv", true)).toMatch(/bytes|字节/);
    expect(says("EAGAIN", "recvfrom", false)).toMatch(/datagram|数据报/);
    expect(says("EAGAIN", "accept", true)).toMatch(/connection|连接/);
  });

  test("ECONNREFUSED of UDP speaks of a datagram sent before, of TCP of a reset", () => {
    expect(says("ECONNREFUSED", "recv", false)).toMatch(/ICMP/);
    expect(says("ECONNREFUSED", "send", false)).toMatch(/earlier|此前/);
    expect(says("ECONNREFUSED", "connect", true)).not.toMatch(/ICMP/);
  });

  test("ECONNABORTED of connect speaks of no accept", () => {
    expect(says("ECONNABORTED", "accept", true)).toMatch(/accept|接受/);
    expect(says("ECONNABORTED", "connect", true)).not.toMatch(/accept|接受/);
  });

  test("EADDRINUSE of a multicast group is not blamed on another socket", () => {
    expect(says("EADDRINUSE", "bind", true)).toMatch(/socket|套接字/);
    expect(says("EADDRINUSE", "setsockopt", false)).toMatch(/group|组/);
  });

  test("EADDRNOTAVAIL of connect is not about an interface", () => {
    expect(says("EADDRNOTAVAIL", "bind", true)).toMatch(/interface|接口/);
    expect(says("EADDRNOTAVAIL", "connect", true)).not.toMatch(/interface|接口/);
  });

  test("EPIPE after one's own shutdown does not blame the other end", () => {
    const own = errnoText(text, "EPIPE", { verb: "send", stream: true, cause: "shutdown" });
    expect(own).toMatch(/shut down|shutdown/);
    expect(own).not.toMatch(/closed|reset|复位|另一端已经/);
    const reset = errnoText(text, "EPIPE", { verb: "sendall", stream: true, cause: "reset" });
    expect(reset).toMatch(/reset|复位/);
    expect(says("EPIPE", "sendto", false)).toBe(text.errnos["EPIPE.udp"]);
  });

  test("EPIPE of which nothing is known names both causes", () => {
    expect(says("EPIPE", "send", true)).toMatch(/shut down|shutdown/);
    expect(says("EPIPE", "send", true)).toMatch(/reset|复位/);
  });

  test("what the playground did is called its doing", () => {
    for (const errno of ["ECONNRESET", "EMSGSIZE", "EPIPE"])
      expect(errnoText(text, errno, { cause: "injected" })).toMatch(/playground|本程序/);
  });

  test("a filter understands the page's own words for how a mark is known", () => {
    for (const truth of ["observed", "inferred", "injected"] as const)
      expect(parseQuery(text.inspector.truths[truth].name)).toEqual({
        ...{ kind: "terms", terms: [{ kind: "truth", truth }] },
      });
  });
});
