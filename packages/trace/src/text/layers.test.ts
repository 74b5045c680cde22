import { describe, expect, test } from "vitest";
import { type Header, layersOf, type Message } from "./layers.ts";

const v4 = (port: number) => ({ address: "127.0.0.1", port, family: "AF_INET" }) as const;
const v6 = (port: number) => ({ address: "::1", port, family: "AF_INET6" }) as const;
const stream: Message = {
  ...{ type: "SOCK_STREAM", from: v4(50000), to: v4(8888), length: 9, offset: 5 },
};
const value = ({ fields }: Header, name: string) =>
  fields.find((field) => field.name === name)?.value;

/** Bits of the fields that are always there. */
const bitsOf = ({ fields }: Header): number =>
  fields.reduce((sum, { bits }) => sum + (bits ?? 0), 0);

describe("the envelopes of a message", () => {
  test.each([
    stream,
    { ...stream, type: "SOCK_DGRAM", offset: null } as const,
    { ...stream, from: v6(50000), to: v6(8888) } as const,
  ])("the fields of each header fill it to the bit: %o", (message) => {
    const { transport, network } = layersOf(message);
    expect(bitsOf(transport)).toBe(transport.size * 8);
    expect(bitsOf(network)).toBe(network.size * 8);
  });

  test("TCP over IPv4: what calls named is observed, numbers count from the secret ISN", () => {
    const { transport, network, total } = layersOf(stream);
    expect(value(transport, "sequence")).toBe("ISN + 6");
    expect(value(transport, "checksum")).toBeNull();
    expect(value(network, "totalLength")).toBe("≥ 49");
    expect(total).toBe(49);
    const observed = [...transport.fields, ...network.fields].filter(
      ({ truth }) => truth === "observed",
    );
    expect(observed.map((field) => field.value)).toEqual([
      ...["50000", "8888", "127.0.0.1", "127.0.0.1"],
    ]);
  });

  test("UDP over IPv6: sizes are exact", () => {
    const message: Message = {
      ...stream,
      type: "SOCK_DGRAM",
      from: v6(1),
      to: v6(2),
      offset: null,
    };
    const { transport, network, total } = layersOf(message);
    expect(value(transport, "length")).toBe("17");
    expect(value(network, "payloadLength")).toBe("17");
    expect(value(network, "nextHeader")).toBe("17 (UDP)");
    expect(total).toBe(57);
  });
});
