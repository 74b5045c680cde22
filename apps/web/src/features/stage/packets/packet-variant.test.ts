import type { Flight } from "@sockscope/trace";
import { describe, expect, test } from "vitest";
import { en } from "../../../i18n/en/en.ts";
import { packetPreview, packetVariant } from "./packet-variant.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const flight = (cargo: Flight["cargo"], truth: Flight["truth"] = "observed"): Flight => ({
  id: 0,
  cargo,
  truth,
  from: { actor: 1, socket: 1 },
  to: { actor: 2, socket: 2 },
  startStep: 0,
  endStep: null,
  lostStep: null,
  unsent: false,
  sentBy: null,
  consumedBy: null,
  faults: [],
  held: false,
  passedStep: null,
  at: null,
  replacedStep: null,
});

describe("the words on a packet", () => {
  test.each([
    ["", ""],
    ["hello", "hello"],
    ["hello from client 12", "hello from…"],
    ["欢迎连接到服务器", "欢迎连接到…"],
    ["你好,服务器", "你好,服务…"],
    ["🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂…"],
  ])("%j is cut to ten columns", (text, shown) => {
    expect(packetPreview(bytes(text))).toBe(shown);
  });

  test("in flight with a piece of the payload, waiting with the size only", () => {
    const kept = bytes("欢迎连接到服务器");
    const variant = packetVariant(
      flight({ kind: "stream", offset: 0, length: kept.length, prefix: kept }),
      true,
      en,
    );
    expect(variant.text).toEqual({ long: "欢迎连接到… 24 B", short: "24 B" });
    expect(variant.className).toBe("packet stream data-2 observed");
    expect(variant.title).toBe("");
  });

  test("an inferred segment says so", () => {
    const { className, title } = packetVariant(
      flight({ kind: "segment", flags: "SYN" }, "inferred"),
      false,
      en,
    );
    expect(className).toBe("packet segment setup inferred");
    expect(title).toMatch(/^Inferred/);
  });
});
