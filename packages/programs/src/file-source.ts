/** A file that a program sends: one that somebody chose, or a generated one. */
export interface FileSource {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `length` bytes from `offset` on. Throws the system's error if they cannot be read. */
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}

/** An incremental SHA-256, as Python's `hashlib.sha256()`. */
export interface Hash {
  readonly update: (bytes: Uint8Array) => void;
  readonly hexdigest: () => string;
}

/**
 * The bytes of a generated file repeat after this many. It is a prime, so no two pieces are alike.
 */
const CYCLE = 251;

/** A generated file. Each byte follows from its position. */
export const madeUpFile = (name: string, size: number): FileSource => ({
  name,
  size,
  read: async (offset, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (offset + at) % CYCLE;
    return bytes;
  },
});
