import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { LIMITS, type ViewerRole } from "@sockscope/protocol";
import { networkOf } from "../access/join-code.ts";
import { roleOf } from "../access/role-of.ts";
import { connectionsThatFit } from "../system/open-files.ts";
import { ConnectionTable, type Use } from "./connection-table.ts";
import { LoopShare } from "./loop-share.ts";
import { PacedSocket } from "./paced-socket.ts";
import { Rates } from "./rates.ts";
import type { Socket } from "./socket.ts";

/** What is wrong with the timing of a request from outside. Null for nothing. */
export type TooMuch = "too-often" | "pipelined" | null;

/**
 * Limits connections before HTTP sees them: how many there may be, how often one address may make a
 * request, and which share of the event loop may be spent on reading from outside. For connections
 * of this machine only their number is limited; they are never paced.
 */
export class ConnectionGuard {
  readonly #tables: Readonly<Record<ViewerRole, ConnectionTable>>;
  readonly #places = new WeakMap<Duplex, Place>();
  readonly #rates = new Rates({
    perSecond: LIMITS.addressRequests,
    burst: LIMITS.addressRequestBurst,
  });
  readonly #share = new LoopShare({ share: LIMITS.outsideShare });

  constructor(fit = connectionsThatFit()) {
    const { addressConnections } = LIMITS;
    this.#tables = {
      local: new ConnectionTable({ group: fit.local, all: fit.local }),
      outside: new ConnectionTable({ group: addressConnections, all: fit.outside }),
    };
  }

  /** From now on the server gets only admitted connections. */
  watch(server: Server): void {
    const listeners = server.listeners("connection");
    const enter = (role: ViewerRole, address: string, socket: Duplex): void => {
      const table = this.#tables[role];
      if (!table.add(address, socket)) return;
      this.#places.set(socket, { table, address, isOutside: role === "outside" });
      for (const listener of listeners) Reflect.apply(listener, server, [socket]);
    };
    server.removeAllListeners("connection");
    server.on("connection", (raw: Socket) => {
      if (roleOf({ socket: raw }) === "local") return enter("local", "", raw);
      const address = networkOf(raw.remoteAddress ?? "");
      raw.on("error", () => raw.destroy());
      if (this.#rates.take(address)) enter("outside", address, this.#pace(raw, address));
      else raw.destroy();
    });
  }

  /**
   * A request has arrived. From outside, a connection may have one at a time, and an address so
   * many a second.
   */
  begin(socket: Duplex): TooMuch {
    const place = this.#places.get(socket);
    if (place === undefined) return null;
    const { table, address, isOutside } = place;
    if (isOutside && table.useOf(address, socket) !== "idle") return "pipelined";
    table.use(address, socket, "busy");
    return isOutside && !this.#rates.take(address) ? "too-often" : null;
  }

  /** From now on the connection has this use. */
  use(socket: Duplex, use: Use): void {
    const place = this.#places.get(socket);
    place?.table.use(place.address, socket, use);
  }

  #pace(raw: Socket, address: string): PacedSocket {
    return new PacedSocket(raw, this.#share, address);
  }
}

interface Place {
  readonly table: ConnectionTable;
  readonly address: string;
  readonly isOutside: boolean;
}

export const TOO_OFTEN = `Too many requests from one address: at most ${LIMITS.addressRequests} a second, ${LIMITS.addressRequestBurst} at once.`;
