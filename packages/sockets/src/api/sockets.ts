import type { Address, CallSite, Family, SocketType } from "@sockscope/protocol";
import { Gate } from "../gate/gate.ts";
import type { NetworkConditions } from "../link/network-conditions.ts";
import {
  type CloseState,
  closeResult,
  type Driver,
  type DriverWatcher,
  type QueueOf,
  type Traffic,
} from "../os/driver.ts";
import { PendingCalls } from "../os/pending-calls.ts";
import type { CallSites } from "../recording/call-sites.ts";
import type { Ids, Recorder } from "../recording/recorder.ts";
import { StreamDriver } from "../tcp/driver.ts";
import { DatagramDriver } from "../udp/driver.ts";
import { Call, type CallContext, waitAtGate } from "./call.ts";
import { kindOf } from "./call-args.ts";
import { Socket } from "./socket.ts";

export interface SocketsOptions {
  /** The program that makes the calls. */
  readonly actor: number;
  readonly recorder: Recorder;
  readonly ids: Ids;
  /** Where connections wait for its listening sockets. Default: "node". */
  readonly queue?: QueueOf;
  /** The gate before each call. Default: one that is always free. */
  readonly gate?: Gate;
  /** Whether the lab may have one more socket. If not, a new connection is reset. */
  readonly hasRoom?: () => boolean;
  /** Network conditions between this program and others. Default: none. */
  readonly link?: NetworkConditions;
  /** Finds the line of the program that makes a call. Default: lines are not recorded. */
  readonly sites?: CallSites;
}

/** The socket module as one program sees it. */
export interface Sockets {
  socket(family: Family, type: SocketType): Promise<Socket>;
  /**
   * Carries out a request of a worker thread: the calls that `act` makes before it returns are
   * marked as those of this thread. Threads are numbered from 1. `site`: the thread's current line.
   */
  asThread<T>(thread: number, act: () => T, site?: CallSite): T;
  /**
   * The bytes that this socket's connection has moved. Null without a connection, or after close.
   */
  traffic(socket: number): Traffic | null;
  /**
   * Ends the program as the operating system does. Pending calls never return: they throw
   * `ProgramStopped`, and have no `call.ended`. Every open socket is closed, with a
   * `socket.closed`, which comes later if the link still holds bytes that were sent. Resolves when
   * the ports are free, or the link has taken over. Nothing can be called afterwards.
   */
  closeAll(): Promise<void>;
}

/** The recorded socket API for one program. Facts are recorded in the order in which they happen. */
export function createSockets(options: SocketsOptions): Sockets {
  const {
    actor,
    recorder,
    ids,
    queue = "node",
    gate = new Gate(),
    link = null,
    sites = null,
    hasRoom = () => true,
  } = options;
  const context: CallContext = {
    actor,
    recorder,
    ids,
    gate,
    link,
    pending: new PendingCalls(),
    stopped: false,
    thread: null,
    sites,
    site: undefined,
  };
  const open = new Map<number, Driver>();

  const watch = (socket: number): DriverWatcher => ({
    named: (address: Address) => {
      if (!recorder.off) recorder.record({ kind: "socket.named", actor, socket, address });
    },
    queued: (local, peer) => {
      if (!hasRoom()) return null;
      const connection = ids.next();
      if (!recorder.off)
        recorder.record({ kind: "connection.queued", actor, socket, connection, local, peer });
      return connection;
    },
    acceptedUnqueued: () => (hasRoom() ? ids.next() : null),
    arrived: (datagram, address, length) => {
      if (recorder.off) return;
      const fact = { kind: "datagram.arrived", actor, socket, datagram, address, length } as const;
      if (recorder.arrived) recorder.arrived(fact);
      else recorder.record(fact);
    },
    dropped: (address, length, count) => {
      if (recorder.off) return;
      recorder.record({ kind: "datagram.dropped", actor, socket, address, length, count });
    },
  });

  const sockets: Sockets = {
    socket(family, type) {
      const args = kindOf(family, type);
      if (gate.shut) {
        const about = { socket: null, verb: "socket", args } as const;
        return waitAtGate(context, about, () => sockets.socket(family, type));
      }
      const call = new Call(context, null, "socket", args, (id: number) => {
        const watcher = watch(id);
        const driver =
          type === "SOCK_STREAM"
            ? new StreamDriver(family, watcher, queue)
            : new DatagramDriver(family, watcher);
        return {
          result: { socket: id },
          value: new Socket(context, open, { id, family, type, driver }),
        };
      });
      if (context.stopped) return call.promise;
      if (args.family === undefined) call.failed("EAFNOSUPPORT");
      else if (args.type === undefined) call.failed("EINVAL");
      else call.returned(ids.next());
      return call.promise;
    },

    asThread(thread, act, site) {
      context.thread = thread;
      context.site = site;
      try {
        return act();
      } finally {
        context.thread = null;
        context.site = undefined;
      }
    },

    traffic: (socket) => open.get(socket)?.traffic?.() ?? null,

    async closeAll() {
      context.stopped = true;
      gate.leave();
      context.pending.abandon();
      const left = [...open];
      open.clear();
      const closed = left.map(([socket, driver]) => {
        const closes = (left: CloseState) =>
          recorder.record({
            kind: "socket.closed",
            actor,
            socket,
            ...closeResult(left),
          });
        return new Promise<void>((resolve) => driver.destroy(resolve, closes));
      });
      await Promise.all(closed);
    },
  };
  return sockets;
}
