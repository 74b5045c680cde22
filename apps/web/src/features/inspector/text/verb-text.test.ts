import { expect, test } from "vitest";
import { en } from "../../../i18n/en/en.ts";
import { zh } from "../../../i18n/zh/zh.ts";
import { verbText } from "./verb-text.ts";

const dictionaries = [en, zh] as const;

test("what TCP does is not said of a UDP socket", () => {
  for (const text of dictionaries)
    for (const verb of ["connect", "send", "sendall", "recv", "shutdown", "close"] as const) {
      expect(verbText(text, { verb }, true)).toBe(text.verbs[verb]);
      const said = verbText(text, { verb }, false);
      expect(said).not.toBe(text.verbs[verb]);
      expect(said).not.toMatch(/SYN|FIN|RST|reset|handshake|握手|复位/);
    }
});

test("what is the same for both is said of both", () => {
  for (const text of dictionaries)
    for (const verb of ["socket", "bind", "setsockopt", "getsockopt"] as const)
      for (const stream of [true, false])
        expect(verbText(text, { verb }, stream)).toBe(text.verbs[verb]);
});

test("of a datagram nothing is said where a TCP socket is asked by sendto or recvfrom", () => {
  for (const text of dictionaries)
    for (const verb of ["sendto", "recvfrom"] as const) {
      expect(verbText(text, { verb }, true)).not.toMatch(/datagram|数据报/);
      expect(verbText(text, { verb }, false)).toBe(text.verbs[verb]);
    }
});

test("which direction a shutdown ends decides what the other side hears", () => {
  for (const text of dictionaries) {
    const said = (["SHUT_RD", "SHUT_WR", "SHUT_RDWR"] as const).map((how) =>
      verbText(text, { verb: "shutdown", args: { how } }, true),
    );
    expect(new Set(said).size).toBe(3);
    expect(said[0]).not.toMatch(/FIN/);
    expect(said[1]).toMatch(/FIN/);
    expect(said[2]).toMatch(/FIN/);
  }
});
