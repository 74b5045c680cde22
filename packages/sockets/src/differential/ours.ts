import { createHash } from "node:crypto";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";
import type { HostPort } from "../os/address.ts";
import { SocketError } from "../os/errno.ts";
import type { OptionLevel, OptionName } from "../os/options.ts";
import type { Answer, Step, Target } from "./steps.fixture.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const data = (length: number, nth: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (nth * 17 + index) % 251);

/**
 * Makes the calls of a sequence on our sockets, following calls.py line by line. `patience`:
 * seconds that an `accept` may take, because another process accepts from the kernel's queue.
 */
export async function runOurs(
  net: Sockets,
  steps: readonly Step[],
  patience = 0,
): Promise<Answer[]> {
  const socks: Socket[] = [];
  const answers: Answer[] = [];
  for (const [nth, step] of steps.entries()) {
    try {
      answers.push({ gave: (await perform(net, socks, step, nth, patience)) ?? null });
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      answers.push({ failed: error.errno });
    }
  }
  return answers;
}

const loopback = (sock: Socket): string => (sock.family === "AF_INET6" ? "::1" : "127.0.0.1");

async function end(
  socks: readonly Socket[],
  sock: Socket,
  target: Target,
  verb: Step[0],
): Promise<HostPort> {
  if (target[0] === "at") return [target[1] || loopback(sock), target[2]];
  const other = socks[target[1] % socks.length] ?? sock;
  const nobody: HostPort = [loopback(sock), verb === "bind" ? 0 : 1];
  if (other === sock && sock.type === "SOCK_STREAM") return nobody;
  try {
    return [loopback(sock), (await other.getsockname())[1]];
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return nobody;
  }
}

async function perform(
  net: Sockets,
  socks: Socket[],
  step: Step,
  nth: number,
  patience: number,
): Promise<unknown> {
  if (step[0] === "socket") {
    const made = await net.socket(step[1], step[2]);
    await made.settimeout(0);
    socks.push(made);
    return null;
  }
  if (step[0] === "pause") {
    await sleep(step[1]);
    return null;
  }
  const sock = socks[step[1] % socks.length];
  if (!sock) throw new Error("no socket");
  switch (step[0]) {
    case "bind":
      return sock.bind(await end(socks, sock, step[2], step[0]));
    case "connect": {
      const target = await end(socks, sock, step[2], step[0]);
      if (sock.type === "SOCK_DGRAM" && (await hasPeer(sock))) return null;
      const open = sock.settimeout(null).catch(() => undefined);
      await open;
      try {
        return await sock.connect(target);
      } finally {
        await sock.settimeout(0).catch(() => undefined);
      }
    }
    case "listen":
      return sock.listen(step[2]);
    case "accept": {
      const [conn, peer] = await accepted(sock, patience);
      await conn.settimeout(0);
      socks.push(conn);
      return peer;
    }
    case "send":
      return sock.send(data(step[2], nth));
    case "sendall":
      return sock.sendall(data(step[2], nth));
    case "sendto":
      return sock.sendto(data(step[2], nth), await end(socks, sock, step[3], step[0]));
    case "recv":
      return hex(await sock.recv(step[2]));
    case "drain":
      return drain(sock, step[2]);
    case "recvfrom": {
      const [bytes, from] = await sock.recvfrom(step[2]);
      return [hex(bytes), from];
    }
    case "shutdown":
      return sock.shutdown(step[2]);
    case "getsockname":
      return sock.getsockname();
    case "getpeername":
      return sock.getpeername();
    case "setsockopt":
      if (hasNoCall(sock, step[2])) return null;
      return sock.setsockopt(step[2] as OptionLevel, step[3] as OptionName, step[4]);
    case "getsockopt": {
      if (hasNoCall(sock, step[2])) return null;
      const value = await sock.getsockopt(step[2] as OptionLevel, step[3] as OptionName);
      return step[3] === "SO_ERROR" ? nameOf(value) : value;
    }
    case "close":
      return sock.close();
  }
}

async function accepted(sock: Socket, seconds: number): Promise<[Socket, HostPort]> {
  await sock.settimeout(seconds);
  try {
    return await sock.accept();
  } finally {
    await sock.settimeout(0);
  }
}

async function drain(sock: Socket, size: number): Promise<[string, string]> {
  const parts: Uint8Array[] = [];
  for (;;) {
    try {
      const part = await sock.recv(size);
      if (part.length === 0) return [summary(parts), "end"];
      parts.push(part);
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      return [summary(parts), error.errno];
    }
  }
}

function summary(parts: readonly Uint8Array[]): string {
  const got = Buffer.concat(parts);
  const digest = createHash("sha1").update(got).digest("hex").slice(0, 8);
  return got.length > 0 ? `${got.length} ${digest}` : "0";
}

const hasPeer = (sock: Socket): Promise<boolean> =>
  sock.getpeername().then(
    () => true,
    () => false,
  );

const hasNoCall = (sock: Socket, level: string): boolean =>
  level === "IPPROTO_IP" && (sock.type === "SOCK_STREAM" || sock.family === "AF_INET6");

const nameOf = (number: number): string | number =>
  Object.entries(constants.errno).find(([, value]) => value === number)?.[0] ?? number;
