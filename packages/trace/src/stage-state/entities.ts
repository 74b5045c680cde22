import type { EventOf } from "@sockscope/protocol";
import type { History } from "../model/history/history.ts";
import type { SocketPlace } from "../model/sockets/view.ts";
import type { SocketView } from "../types/socket.ts";
import type { ActorView, AtGate, GateSetting } from "../types/stage.ts";

/** Only its owner may change an object; everybody else changes a copy. Views and keyframes rely on it. */
interface Owned {
  owner: object;
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type SocketState = Mutable<SocketPlace> & Owned & { seen: SocketView | null };

export interface ActorState extends Owned {
  ended: EventOf<"actor.ended"> | null;
  /** Places of calls. */
  readonly open: number[];
  last: number | null;
  sockets: readonly number[];
  printed: string | null;
  process: ActorView["process"];
  atGate: readonly AtGate[];
  gate: GateSetting | null;
  seen: ActorView | null;
}

/** The actors and sockets on the stage. Copies share what neither of them changes later. */
export class Entities {
  readonly actors: Map<number, ActorState>;
  readonly sockets: Map<number, SocketState>;
  private owner = {};
  /** How many steps have happened. */
  step = 0;

  constructor(
    readonly history: History,
    source?: Entities,
  ) {
    this.actors = new Map(source?.actors);
    this.sockets = new Map(source?.sockets);
    this.step = source?.step ?? 0;
  }

  clone(): Entities {
    this.disown();
    return new Entities(this.history, this);
  }

  /** From now on every object is copied before it changes. */
  disown(): void {
    this.owner = {};
  }

  addActor(id: number): void {
    this.actors.set(id, {
      ended: null,
      open: [],
      last: null,
      sockets: [],
      printed: null,
      atGate: [],
      gate: null,
      process: null,
      seen: null,
      owner: this.owner,
    });
  }

  removeActor(id: number): void {
    for (const socket of this.actors.get(id)?.sockets ?? []) this.sockets.delete(socket);
    this.actors.delete(id);
  }

  open(actor: number, id: number, listener: number | null): void {
    const program = this.actor(actor);
    if (program !== undefined) program.sockets = [...program.sockets, id];
    this.sockets.set(id, {
      id,
      actor,
      type: this.history.index.byId.get(id)?.type ?? "SOCK_STREAM",
      accepted: listener !== null,
      listener,
      local: null,
      peer: null,
      queue: [],
      backlog: null,
      queueOf: null,
      kernelQueue: [],
      dropped: 0,
      endingCall: null,
      doneWith: false,
      seen: null,
      owner: this.owner,
    });
  }

  close(id: number): void {
    this.change(id, (socket) => {
      socket.doneWith = true;
      const queue = socket.queue;
      socket.queue = [];
      socket.kernelQueue = [];
      for (const waiting of queue) {
        this.change(waiting, (connection) => {
          connection.doneWith = true;
        });
        this.removeIfOver(waiting);
      }
    });
    this.changed(id);
  }

  /** The counts of this socket and of its other end have changed. */
  changed(id: number | null): void {
    if (this.socket(id) === undefined) return;
    const other = this.history.index.byId.get(id ?? 0)?.other?.socket ?? null;
    this.socket(other);
    this.removeIfOver(id);
    this.removeIfOver(other);
  }

  /** An accepted connection that is over leaves its server's card. */
  private removeIfOver(id: number | null): void {
    const socket = id === null ? undefined : this.sockets.get(id);
    if (socket === undefined || !socket.accepted || !socket.doneWith) return;
    const record = this.history.index.byId.get(socket.id);
    if (record === undefined || this.history.isOpen(record, this.step - 1)) return;
    this.sockets.delete(socket.id);
    const actor = this.actor(socket.actor);
    if (actor !== undefined) actor.sockets = actor.sockets.filter((other) => other !== socket.id);
  }

  change(id: number | null, update: (socket: SocketState) => void): void {
    const socket = this.socket(id);
    if (socket !== undefined) update(socket);
  }

  /** A socket that is about to change. Its actor's view changes with it. */
  private socket(id: number | null): SocketState | undefined {
    const found = id === null ? undefined : this.sockets.get(id);
    if (found === undefined) return undefined;
    this.actor(found.actor);
    if (found.owner === this.owner) return found;
    const own = { ...found, owner: this.owner, seen: null };
    this.sockets.set(own.id, own);
    return own;
  }

  /** An actor that is about to change. */
  actor(id: number): ActorState | undefined {
    const found = this.actors.get(id);
    if (found === undefined || found.owner === this.owner) return found;
    const own = { ...found, open: [...found.open], owner: this.owner, seen: null };
    this.actors.set(id, own);
    return own;
  }
}
