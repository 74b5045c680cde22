import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zipOf } from "./zip.ts";

const FILES = { "001.png": [1, 2, 3], "步骤.txt": [...new TextEncoder().encode("第一步")] };
const archive = async () => {
  const files: Record<string, Uint8Array> = {};
  for (const [name, bytes] of Object.entries(FILES)) files[name] = Uint8Array.from(bytes);
  return new Uint8Array(await zipOf(files).arrayBuffer());
};

test("an archive holds the files by their names, as they are, and is the same each time", async () => {
  const zip = await archive();
  const files = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, [...bytes]]);
  expect(Object.fromEntries(files)).toEqual(FILES);
  expect(await archive()).toEqual(zip);
});

test("names are marked as UTF-8, and nothing is compressed", async () => {
  const view = new DataView((await archive()).buffer);
  const second = 30 + "001.png".length + FILES["001.png"].length;
  expect(view.getUint32(second, true)).toBe(0x04034b50);
  expect(view.getUint16(second + 6, true) & 0x0800).toBe(0x0800);
  expect(view.getUint16(second + 8, true)).toBe(0);
});
