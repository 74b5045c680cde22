import { constants } from "node:os";
import type { CallError, Verb } from "@sockscope/protocol";

/** The errors of this API, with the texts of `strerror` (and so of Python's OSError). */
const MESSAGES = {
  EACCES: "Permission denied",
  EADDRINUSE: "Address already in use",
  EADDRNOTAVAIL: "Cannot assign requested address",
  EAFNOSUPPORT: "Address family not supported by protocol",
  EAGAIN: "Resource temporarily unavailable",
  EALREADY: "Operation already in progress",
  EBADF: "Bad file descriptor",
  ECONNABORTED: "Software caused connection abort",
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  EDESTADDRREQ: "Destination address required",
  EFAULT: "Bad address",
  EHOSTUNREACH: "No route to host",
  EINPROGRESS: "Operation now in progress",
  EINTR: "Interrupted system call",
  EINVAL: "Invalid argument",
  EIO: "Input/output error",
  EISCONN: "Transport endpoint is already connected",
  EMFILE: "Too many open files",
  EMSGSIZE: "Message too long",
  ENETDOWN: "Network is down",
  ENETUNREACH: "Network is unreachable",
  ENFILE: "Too many open files in system",
  ENOBUFS: "No buffer space available",
  ENODEV: "No such device",
  ENOMEM: "Cannot allocate memory",
  ENOPROTOOPT: "Protocol not available",
  ENOTCONN: "Transport endpoint is not connected",
  ENOTSOCK: "Socket operation on non-socket",
  EOPNOTSUPP: "Operation not supported",
  EPERM: "Operation not permitted",
  EPIPE: "Broken pipe",
  EPROTO: "Protocol error",
  EPROTONOSUPPORT: "Protocol not supported",
  ETIMEDOUT: "Connection timed out",
} as const;

export type Errno = keyof typeof MESSAGES;

/** Node's codes for errors that have a BSD errno. */
const NODE_CODES: Readonly<Record<string, Errno>> = {
  ECANCELED: "EBADF",
  ENOTSUP: "EOPNOTSUPP",
  EOF: "ECONNRESET",
  ERR_BUFFER_OUT_OF_BOUNDS: "EFAULT",
  ERR_INVALID_ADDRESS_FAMILY: "EAFNOSUPPORT",
  ERR_INVALID_ARG_TYPE: "EINVAL",
  ERR_INVALID_ARG_VALUE: "EINVAL",
  ERR_INVALID_FD_TYPE: "ENOTSOCK",
  ERR_INVALID_IP_ADDRESS: "EINVAL",
  ERR_MISSING_ARGS: "EINVAL",
  ERR_OUT_OF_RANGE: "EINVAL",
  ERR_SERVER_ALREADY_LISTEN: "EINVAL",
  ERR_SERVER_NOT_RUNNING: "EINVAL",
  ERR_SOCKET_ALREADY_BOUND: "EINVAL",
  ERR_SOCKET_BAD_PORT: "EINVAL",
  ERR_SOCKET_CLOSED: "EBADF",
  ERR_SOCKET_CLOSED_BEFORE_CONNECTION: "EBADF",
  ERR_SOCKET_DGRAM_IS_CONNECTED: "EISCONN",
  ERR_SOCKET_DGRAM_NOT_CONNECTED: "ENOTCONN",
  ERR_SOCKET_DGRAM_NOT_RUNNING: "EBADF",
  ERR_STREAM_ALREADY_FINISHED: "EPIPE",
  ERR_STREAM_DESTROYED: "EPIPE",
  ERR_STREAM_WRITE_AFTER_END: "EPIPE",
};

const isErrno = (code: string): code is Errno => Object.hasOwn(MESSAGES, code);

/** The errno behind an error of Node or libuv. EIO for an unknown one. */
export function errnoOf(error: unknown): Errno {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (isErrno(code)) return code;
  return Object.hasOwn(NODE_CODES, code) ? (NODE_CODES[code] ?? "EIO") : "EIO";
}

/** The errno with this number. libuv negates them. */
export function errnoNumbered(number: number): Errno {
  const positive = Math.abs(number);
  const found = Object.entries(constants.errno).find(
    ([name, value]) => value === positive && isErrno(name),
  );
  return found && isErrno(found[0]) ? found[0] : "EIO";
}

/** The number of an errno on this platform; 0 where it has none. */
export const errnoNumber = (errno: Errno): number =>
  (constants.errno as Readonly<Record<string, number>>)[errno] ?? 0;

/** How a failed call is recorded. `number` is this platform's. */
export const callError = (errno: Errno): CallError => ({
  errno,
  number: errnoNumber(errno),
  message: MESSAGES[errno],
});

/** What a failing call throws: Python's OSError with the name of its errno and of the call. */
export class SocketError extends Error {
  override readonly name = "SocketError";
  readonly errno: Errno;
  /** The errno's number on this platform. */
  readonly number: number;
  readonly call: Verb;
  /**
   * Python's TimeoutError: the time of `settimeout` has passed before the call ended. No call of
   * the kernel says "timed out", so `errno` is its last answer: EAGAIN, or EINPROGRESS for
   * `connect`.
   */
  readonly timedOut: boolean;

  constructor({ errno, number, message }: CallError, call: Verb, timedOut = false) {
    super(message);
    this.errno = isErrno(errno) ? errno : "EIO";
    this.number = number;
    this.call = call;
    this.timedOut = timedOut;
  }
}

/** Thrown by every call, pending or new, of a program that was stopped from outside. */
export class ProgramStopped extends Error {
  override readonly name = "ProgramStopped";

  constructor() {
    super("The program was stopped");
  }
}
