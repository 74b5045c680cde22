/** One file of an archive. `name` is a path with slashes, in ASCII or UTF-8. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A ZIP archive whose files are stored as they are: pictures are compressed already. Up to 65,535
 * files and 4 GiB. Times are left at the format's beginning, so that the same files give the same
 * archive.
 */
export function zipOf(files: readonly ZipFile[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(name);
    const common = [
      ...[...u16(20), ...u16(UTF8), ...u16(STORED), ...u16(0), ...u16(FIRST_DAY)],
      ...[...u32(crc32(bytes)), ...u32(bytes.length), ...u32(bytes.length)],
      ...[...u16(path.length), ...u16(0)],
    ];
    const local = Uint8Array.from([...u32(0x04034b50), ...common, ...path]);
    parts.push(local, bytes);
    const entry = [
      ...[...u32(0x02014b50), ...u16(20), ...common],
      ...[...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(offset), ...path],
    ];
    directory.push(Uint8Array.from(entry));
    offset += local.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = u16(files.length);
  const end = Uint8Array.from([
    ...[...u32(0x06054b50), ...u16(0), ...u16(0), ...count, ...count],
    ...[...u32(size), ...u32(offset), ...u16(0)],
  ]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** Names are UTF-8; no compression; 1980-01-01. */
const [UTF8, STORED, FIRST_DAY] = [0x0800, 0, 0x21];

const u16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)];

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/** The checksum of ZIP and PNG. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
