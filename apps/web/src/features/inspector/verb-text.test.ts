import { expect, test } from "vitest";
import { textOf } from "../../i18n/index.ts";
import { verbText } from "./verb-text.ts";

test("what TCP does is not said of a UDP socket", () => {
  for (const text of [textOf("en"), textOf("zh")])
    for (const verb of ["connect", "send", "sendall", "recv", "shutdown", "close"] as const) {
      expect(verbText(text, verb, true)).toBe(text.verbs[verb]);
      const said = verbText(text, verb, false);
      expect(said).not.toBe(text.verbs[verb]);
      expect(said).not.toMatch(/SYN|FIN|RST|reset|handshake|握手/);
    }
});

test("what is the same for both is said of both", () => {
  const text = textOf("en");
  for (const verb of ["socket", "bind", "sendto", "recvfrom", "setsockopt", "getsockopt"] as const)
    expect(verbText(text, verb, false)).toBe(text.verbs[verb]);
});
