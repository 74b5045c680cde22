import { expect, test } from "vitest";
import { crc32, zipOf } from "./zip.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

test("the checksum is the one of the standard", () => {
  expect(crc32(bytesOf("123456789"))).toBe(0xcbf43926);
  expect(crc32(bytesOf(""))).toBe(0);
});

test("the structure says where every file is", async () => {
  const zip = zipOf([
    { name: "001.png", bytes: bytesOf("first") },
    { name: "步骤.txt", bytes: bytesOf("second one") },
  ]);
  const view = new DataView(await zip.arrayBuffer());
  const end = view.byteLength - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  expect(view.getUint16(end + 10, true)).toBe(2);
  const directory = view.getUint32(end + 16, true);
  expect(view.getUint32(directory, true)).toBe(0x02014b50);
  expect(directory + view.getUint32(end + 12, true)).toBe(end);
  const second = directory + 46 + "001.png".length;
  const local = view.getUint32(second + 42, true);
  expect(view.getUint32(local, true)).toBe(0x04034b50);
  const name = view.getUint16(local + 26, true);
  const start = local + 30 + name;
  const bytes = new Uint8Array(view.buffer, start, view.getUint32(local + 22, true));
  expect(new TextDecoder().decode(bytes)).toBe("second one");
  expect(view.getUint32(local + 14, true)).toBe(crc32(bytes));
});
