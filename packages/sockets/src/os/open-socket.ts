import { Socket, type SocketConstructorOpts } from "node:net";

/** The writes of one socket, by number. */
interface Writes {
  requested: number;
  over: number;
  /** The first write that failed. The kernel accepts none after it. */
  failed: number;
  failure: Error | null;
}

const WRITES = Symbol("writes");

export type OpenSocket = Socket & { readonly [WRITES]: Writes };

type Unfinished = {
  [WRITES]: Writes;
  _write: typeof write;
  _writev: undefined;
};

/**
 * Node's socket, except that a failed write does not destroy it: what the kernel has received
 * before can still be read, as in BSD. The writer calls `failureOf`. It is not a class of its own,
 * because objects of two classes would slow down everything that Node does with either.
 */
export function openSocket(options: SocketConstructorOpts): OpenSocket {
  const writes: Writes = { requested: 0, over: 0, failed: Number.POSITIVE_INFINITY, failure: null };
  // One by one: `Object.assign` takes longer than everything else here.
  const socket = new Socket(options) as unknown as Unfinished;
  socket[WRITES] = writes;
  socket._write = write;
  // Without it writes are made one by one, so that each has its own outcome.
  socket._writev = undefined;
  return socket as unknown as OpenSocket;
}

/** The number of the next write. */
export function nextWrite({ [WRITES]: writes }: OpenSocket): number {
  writes.requested += 1;
  return writes.requested;
}

export const isBroken = ({ [WRITES]: { failure } }: OpenSocket): boolean => failure !== null;

/** Why this completed write failed. Null if the kernel has taken its bytes. */
export function failureOf({ [WRITES]: { failed, failure } }: OpenSocket, nth: number) {
  if (nth < failed) return null;
  return nth === failed ? failure : BROKEN;
}

function write(
  this: OpenSocket,
  chunk: Uint8Array,
  encoding: BufferEncoding,
  callback: (error?: Error | null) => void,
): void {
  Socket.prototype._write.call(this, chunk, encoding, (error) => {
    const writes = this[WRITES];
    writes.over += 1;
    // Node reports success for a write that was pending when the socket was destroyed.
    if ((error || this.destroyed) && writes.failure === null) {
      writes.failed = writes.over;
      writes.failure = error ?? this.errored ?? BROKEN;
    }
    callback();
  });
}

const BROKEN = Object.assign(new Error("Broken pipe"), { code: "EPIPE" });
