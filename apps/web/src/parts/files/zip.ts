import { zipSync } from "fflate";

/** Files of an archive by their names, which are paths with slashes. */
export type ZipFiles = Readonly<Record<string, Uint8Array>>;

/** The earliest time that the format can say: so the same files give the same archive. */
const FIRST_DAY = new Date(1980, 0, 1);

/** A ZIP archive whose files are stored as they are: pictures are compressed already. */
export const zipOf = (files: ZipFiles): Blob =>
  new Blob([zipSync({ ...files }, { level: 0, mtime: FIRST_DAY })], { type: "application/zip" });
