/** A file that a program sends: somebody chose it, or it is made up. */
export interface FileSource {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `length` bytes from `offset` on. Throws what the system says when they cannot be had. */
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}

/** A running SHA-256, as Python's `hashlib.sha256()`. */
export interface Hash {
  readonly update: (bytes: Uint8Array) => void;
  readonly hexdigest: () => string;
}

/** The bytes of a made-up file repeat after so many, a prime: no two pieces of it are alike. */
const CYCLE = 251;

/** A file that does not exist anywhere; its bytes follow from where they stand. */
export const madeUpFile = (name: string, size: number): FileSource => ({
  name,
  size,
  read: async (offset, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (offset + at) % CYCLE;
    return bytes;
  },
});
