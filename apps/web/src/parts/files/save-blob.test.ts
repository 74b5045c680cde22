import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveBlob } from "./save-blob.ts";

const clicked = { href: "", download: "", click: vi.fn<() => void>() };
const revoked = vi.fn<(url: string) => void>();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { createElement: () => clicked });
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:1");
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(revoked);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a download has its bytes for as long as a browser may take to ask for them", () => {
  saveBlob(new Blob(["x"]), "x.zip");
  expect([clicked.href, clicked.download]).toEqual(["blob:1", "x.zip"]);
  // Safari asks the person first, and reads the bytes after the answer.
  vi.advanceTimersByTime(59_000);
  expect(revoked).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(revoked).toHaveBeenCalledExactlyOnceWith("blob:1");
});
