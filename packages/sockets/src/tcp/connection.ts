import type { SocketConstructorOpts } from "node:net";
import type { CloseState, Completion, Received, ShutdownHow, Traffic } from "../os/driver.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import { failureOf, isBroken, nextWrite, type OpenSocket, openSocket } from "../os/open-socket.ts";
import { takeOut } from "../os/pending-calls.ts";
import { hasPeer } from "../os/tcp-handle.ts";
import { afterPoll, afterTurn } from "../os/turn.ts";
import { READ_BUFFER, takeRead } from "./read-buffer.ts";

const NOTHING = new Uint8Array(0);

interface Reader {
  readonly size: number;
  readonly done: Completion<Received>;
}

/**
 * An established (or connecting) stream over one `net.Socket`. Nothing is read before a `receive`,
 * so unread bytes stay in the kernel, where they slow the sender down, and one `receive` is at most
 * one read(2).
 */
export class StreamConnection {
  readonly socket: OpenSocket;
  /** Bytes read from the kernel that the program has not received yet. */
  #readAhead: Uint8Array = NOTHING;
  /** Oldest first. Only a program with several tasks on one socket has more than one. */
  readonly #readers: Reader[] = [];
  readonly #writers: Completion<number>[] = [];
  /**
   * Reported by the next `receive`, once, as in the kernel. Afterwards the stream is at its end.
   */
  #error: Errno | null = null;
  #ended = false;
  /** How many callers of `settle` wait for the reason why the connection ended. */
  #settling = 0;
  /** Node has reported an end that may be a reset, see `#reachedEnd`. */
  #endUndecided = false;
  #readShut = false;
  #writeShut = false;
  /** `shutdown` was called, and the kernel has not seen it yet. */
  #isShuttingDown = false;
  #closed = false;
  /** Node reads as soon as there are bytes. */
  #reading = false;
  /** Bytes were read in this turn of the event loop. */
  #readThisTurn = false;
  /** SO_LINGER with 0 seconds: `close` discards unsent bytes and resets. */
  resetOnClose = false;

  /** `handle`: Node's handle of an accepted or bound socket. */
  constructor(handle: object | null) {
    const onread = { buffer: READ_BUFFER, callback: (length: number) => this.#onRead(length) };
    // Written out twice, because spreading would cost more than everything else here.
    const options: SocketConstructorOpts & Record<string, unknown> = handle
      ? { allowHalfOpen: true, readable: true, writable: true, onread, handle, manualStart: true }
      : { allowHalfOpen: true, readable: true, writable: true, onread };
    this.socket = openSocket(options);
    // Otherwise Node would start to read as soon as the connection is established.
    this.socket.pause();
    this.socket.on("end", () => this.#reachedEnd());
    this.socket.on("error", (error) => this.#end(errnoOf(error)));
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    const { socket } = this;
    if (this.#writeShut || socket.destroyed)
      return this.settle(() => done.failed(this.#takeError() ?? "EPIPE"));
    this.#writers.push(done);
    const nth = nextWrite(socket);
    socket.write(bytes, (problem) => {
      if (!takeOut(this.#writers, done)) return;
      const error = problem ?? failureOf(socket, nth);
      if (!error) return done.returned(bytes.length);
      // The error belongs to this call. The next receive finds the earlier bytes, or the end of the
      // stream.
      this.#error = null;
      done.failed(errnoOf(error));
    });
  }

  receive(size: number, done: Completion<Received>): void {
    this.#readers.push({ size, done });
    if (this.#readers.length === 1) this.#serveReaders();
  }

  /**
   * Node has no call for SHUT_RD, which sends nothing anyway. As on Linux, bytes that have arrived
   * can still be received, and without any `receive` finds the end instead of waiting.
   */
  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (this.socket.destroyed || !hasPeer(this.socket)) return done.failed("ENOTCONN");
    if (how !== "SHUT_WR") this.shutReading();
    if (how === "SHUT_RD" || this.#writeShut) return done.returned();
    this.#writeShut = true;
    this.#isShuttingDown = true;
    this.socket.end(() => {
      this.#isShuttingDown = false;
      done.returned();
    });
  }

  /** Both ends get ECONNRESET, after the bytes that have already reached the kernel. */
  reset(): void {
    if (this.socket.destroyed) return;
    // Otherwise the kernel might still hold back the last small segment, and drop it.
    this.socket.setNoDelay(true);
    this.#end("ECONNRESET");
    this.socket.resetAndDestroy();
  }

  shutReading(): void {
    this.#readShut = true;
    this.#serveReaders();
  }

  /**
   * The state for a `close`. Bytes that were read and not received must cause a reset here, because
   * the kernel does not have them. Bytes that are still in the kernel cause one anyway.
   */
  get closeState(): CloseState {
    const isGone = this.socket.destroyed || !hasPeer(this.socket);
    return { unread: isGone ? 0 : this.#readAhead.length, isGone };
  }

  /** Like close(2): unread bytes cause a reset. `closed` is called when the handle is gone. */
  close(closed: () => void): void {
    const { socket } = this;
    const reset = this.resetOnClose || (this.#readAhead.length > 0 && this.closeState.unread > 0);
    this.#closed = true;
    if (socket.closed) return closed();
    socket.once("close", closed);
    // While connecting, Node would delay the reset until the connection is established; before that there
    // is no peer to reset.
    if (!reset || socket.destroyed || socket.connecting) socket.destroy();
    // Node cannot reset while it shuts down.
    else if (this.#isShuttingDown && socket.writableLength === 0)
      socket.once("finish", () => socket.resetAndDestroy());
    else socket.resetAndDestroy();
  }

  /** Removes the pending `receive` of this caller. */
  withdraw(done: Completion<never>): void {
    const index = this.#readers.findIndex((reader) => reader.done === done);
    if (index < 0) return;
    this.#readers.splice(index, 1);
    if (!this.#isAsked()) this.#read(false);
  }

  /**
   * Node notices a reset only when it reads or writes. If the kernel says that the connection has
   * ended, this finds the reason and then calls back: a write of no bytes reports it at once. If
   * the writing is shut down, one read does.
   */
  settle(then: () => void): void {
    const { socket } = this;
    if (socket.destroyed || isBroken(socket) || hasPeer(socket)) return then();
    if (this.#writeShut) {
      this.#settling += 1;
      // After a read in this turn, Node reads again when the turn is over.
      if (!this.#readThisTurn) this.#read(true);
      return afterPoll(() => {
        this.#settling -= 1;
        if (!this.#isAsked()) this.#read(false);
        then();
      });
    }
    const nth = nextWrite(socket);
    socket.write(NOTHING);
    const failure = failureOf(socket, nth);
    if (failure) this.#error = errnoOf(failure);
    then();
  }

  traffic(): Traffic {
    const { bytesWritten: written, bytesRead: read } = this.socket;
    return { written, read, ahead: this.#readAhead.length };
  }

  /** Returns the pending error and clears it. */
  takeError(): Errno | null {
    return this.#takeError();
  }

  /** Ends every pending call with EBADF, because the descriptor is closed. */
  cancel(): void {
    for (const { done } of this.#readers.splice(0)) done.failed("EBADF");
    for (const done of this.#writers.splice(0)) done.failed("EBADF");
  }

  /**
   * False makes Node stop reading until the next `resume`. Reading continues to the end of this
   * turn of the event loop, because a program mostly reads again at once, and stopping and starting
   * costs two system calls. Until then Node does not read this socket again, unless its buffer was
   * full, or the writing is shut down (see `#reachedEnd`).
   */
  #onRead(length: number): boolean {
    const bytes = takeRead(length);
    this.#readAhead =
      this.#readAhead.length === 0 ? bytes : Buffer.concat([this.#readAhead, bytes]);
    if (!this.#readThisTurn) {
      this.#readThisTurn = true;
      afterTurn(this.#onTurnOver);
    }
    const goesOn = length < READ_BUFFER.length && !this.#writeShut;
    if (!goesOn) this.#reading = false;
    this.#serveReaders();
    return goesOn || this.#reading;
  }

  readonly #onTurnOver = (): void => {
    this.#readThisTurn = false;
    if (this.#closed) return;
    // Here, so that it precedes the end of a call that should not wait; see `limit`.
    if (this.#endUndecided) setImmediate(this.#onEndDecided);
    else this.#read(this.#isAsked());
  };

  readonly #onEndDecided = (): void => {
    this.#endUndecided = false;
    this.#end(null);
  };

  #isAsked(): boolean {
    return this.#readers.length > 0 || this.#settling > 0;
  }

  #read(on: boolean): void {
    if (on === this.#reading || this.#endUndecided) return;
    this.#reading = on;
    if (on) this.socket.resume();
    else this.socket.pause();
  }

  /**
   * When a hang-up comes in one poll with bytes, Node reports the end of the stream, even for a
   * reset. So this reads once more, whether or not the program does, and the next poll decides. If
   * this end has shut down its writing, Node has already closed the socket. So in that state it
   * reads only once in each turn, and reaches the hang-up itself.
   */
  #reachedEnd(): void {
    if (!this.#readThisTurn) return this.#end(null);
    this.socket.pause();
    this.socket.resume();
    this.#endUndecided = true;
  }

  #end(error: Errno | null): void {
    if (this.#closed) return;
    this.#ended = true;
    // A pending write reports the error itself.
    if (error !== null && this.#writers.length === 0) this.#error = error;
    this.#serveReaders();
  }

  #takeError(): Errno | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  /**
   * Gives the available bytes to the first readers, and reads from the kernel if one still waits.
   */
  #serveReaders(): void {
    for (;;) {
      const reader = this.#readers[0];
      if (reader === undefined) return;
      if (this.#readAhead.length > 0) {
        const bytes = this.#readAhead.subarray(0, reader.size);
        this.#readAhead = this.#readAhead.subarray(bytes.length);
        this.#readers.shift();
        reader.done.returned({ kind: "stream", bytes });
      } else if (this.#ended || (this.socket.destroyed && !this.socket.errored)) {
        const error = this.#takeError();
        this.#readers.shift();
        if (error === null) reader.done.returned({ kind: "stream", bytes: NOTHING });
        else reader.done.failed(error);
      } else {
        if (!this.#readThisTurn || !this.#writeShut) this.#read(true);
        if (this.#readShut) afterPoll(() => this.#nothingCame(reader));
        return;
      }
    }
  }

  #nothingCame(reader: Reader): void {
    if (this.#readers[0] !== reader) return;
    this.#readers.shift();
    this.#read(false);
    reader.done.returned({ kind: "stream", bytes: NOTHING });
    this.#serveReaders();
  }
}
