import { unzipSync } from "fflate";

/** The files of an archive by their names. */
export const filesOf = (zip: Buffer): ReadonlyMap<string, Buffer> =>
  new Map(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes)]));
