import { constants } from "node:os";
import { expect, test } from "vitest";
import { callError, errnoNumbered, errnoOf } from "./errno.ts";

const coded = (code: string): Error => Object.assign(new Error("Node's words"), { code });

/*
 * Caused for real elsewhere: EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY,
 * EBADF, ECONNREFUSED, ECONNRESET, EDESTADDRREQ, EINPROGRESS, EINVAL, EISCONN, EMSGSIZE,
 * ENODEV, ENOPROTOOPT, ENOTCONN, EOPNOTSUPP, EPIPE (stream, datagram, options, bad-input, differential).
 * Not to be caused on loopback at will, and so only mapped: ENETUNREACH, EHOSTUNREACH and ENETDOWN
 * (they need a network), ETIMEDOUT (minutes of silence), EMFILE, ENFILE, ENOBUFS and ENOMEM (they
 * need the machine's last descriptor or byte), EPERM (a firewall), EPROTO, ECONNABORTED, EIO.
 */
test("an error of the system is passed on unchanged, with its number and its sentence", () => {
  for (const errno of ["ECONNREFUSED", "EHOSTUNREACH", "EMFILE", "ETIMEDOUT", "ENOBUFS"] as const) {
    expect(errnoOf(coded(errno))).toBe(errno);
    expect(errnoNumbered(-constants.errno[errno])).toBe(errno);
    expect(callError(errno)).toMatchObject({ errno, number: constants.errno[errno] });
    expect(callError(errno).message).toMatch(/^[A-Z][a-z]/);
  }
});

test("an error in Node's own words gets the errno of the call behind it", () => {
  for (const [code, errno] of [
    ["ERR_SOCKET_BAD_PORT", "EINVAL"],
    ["ERR_SOCKET_ALREADY_BOUND", "EINVAL"],
    ["ERR_SOCKET_DGRAM_IS_CONNECTED", "EISCONN"],
    ["ERR_SOCKET_DGRAM_NOT_CONNECTED", "ENOTCONN"],
    ["ERR_SOCKET_DGRAM_NOT_RUNNING", "EBADF"],
    ["ERR_STREAM_WRITE_AFTER_END", "EPIPE"],
    ["ERR_STREAM_DESTROYED", "EPIPE"],
    ["ECANCELED", "EBADF"],
    ["ENOTSUP", "EOPNOTSUPP"],
  ])
    expect([code, errnoOf(coded(code ?? ""))]).toEqual([code, errno]);
});

test("anything unknown is EIO, whatever was thrown", () => {
  for (const thrown of [coded("ERR_NEW"), coded("toString"), new Error("x"), "text", null])
    expect(errnoOf(thrown)).toBe("EIO");
  expect(errnoNumbered(99999)).toBe("EIO");
});
