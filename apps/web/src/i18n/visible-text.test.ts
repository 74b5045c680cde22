import { expect, test } from "vitest";
import { previewText, visibleText } from "./visible-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("control and direction-changing characters are to be seen", () => {
  expect(visibleText("a\r\n\0\u007fb")).toBe("a\\r\\n␀␡b");
  expect(visibleText("\tone")).toBe("\\tone");
  expect(visibleText("\u202eabc\u2066")).toBe("⟨U+202E⟩abc⟨U+2066⟩");
  expect(visibleText("\u0085\u2028")).toBe("⟨U+0085⟩⟨U+2028⟩");
});

test("the two characters for a line's end are not taken for one", () => {
  expect(visibleText("a\\n")).toBe("a\\\\n");
  expect(visibleText("C:\\a")).toBe("C:\\a");
});

test("ordinary text of any script is left alone", () => {
  expect(visibleText("欢迎 é 🙂 שלום")).toBe("欢迎 é 🙂 שלום");
});

test("a preview is short, and never begins or ends with half a character", () => {
  expect(previewText(bytes("hello"))).toBe("hello");
  expect(previewText(bytes("欢迎连接到服务器"), 5)).toBe("欢迎连接到…");
  expect(previewText(bytes("欢迎").subarray(0, 5))).toBe("欢");
  expect(previewText(bytes("欢迎").subarray(1))).toBe("迎");
  expect(previewText(new Uint8Array(0))).toBe("");
  expect(previewText(bytes("🙂".repeat(8000)), 3)).toBe("🙂🙂🙂…");
});
