import { expect, test } from "vitest";
import { edgeOf } from "./dots.ts";

test("dots have the colour of their cards' edge: outsiders, UDP, TCP", () => {
  expect(edgeOf({ role: "client", type: "SOCK_STREAM" })).toBe("data");
  expect(edgeOf({ role: "client", type: "SOCK_DGRAM" })).toBe("udp");
  // Whose it is comes first, as on a card.
  expect(edgeOf({ role: "outsider", type: "SOCK_STREAM" })).toBe("ack");
  expect(edgeOf({ role: "outsider", type: "SOCK_DGRAM" })).toBe("ack");
});
