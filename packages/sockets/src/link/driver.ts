import { type Address, addressText, type LinkConditions, PERFECT_LINK } from "@sockscope/protocol";
import {
  CLEAN_CLOSE,
  type CloseState,
  type Completion,
  type Connection,
  type Driver,
  type QueueOf,
  type Received,
  type ShutdownHow,
  type Traffic,
} from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { OptionName, Setting } from "../os/options.ts";
import { UntilConnected } from "../os/until-connected.ts";
import { ConditionedDatagrams, type DatagramSender } from "./datagram.ts";
import { DelayedConnect } from "./delayed-connect.ts";
import type { LinkDirection } from "./direction.ts";
import type { LinkedSocket, Network, NetworkEnd } from "./network.ts";
import { ConditionedStream } from "./stream.ts";

/**
 * A socket with network conditions in front of it: `connect`, sent bytes and the end of the stream
 * pass through them first. Without conditions every call goes straight to the socket. What the
 * socket receives is not changed, because the sender's side has delayed it already.
 */
export class ConditionedDriver implements Driver, NetworkEnd {
  readonly owner: LinkedSocket;
  readonly #network: Network;
  readonly #inner: Driver;
  #stream: ConditionedStream | null = null;
  /** The datagrams in flight, by destination. */
  readonly #datagrams = new Map<string, ConditionedDatagrams>();
  readonly #directions = new Set<LinkDirection>();
  #connecting: DelayedConnect | null = null;
  readonly #behindConnect = new UntilConnected();
  /** Called when the kernel closes the socket of a program that has ended. */
  #onClose: ((left: CloseState) => void) | null = null;

  constructor(network: Network, inner: Driver, owner: LinkedSocket) {
    this.#network = network;
    this.#inner = inner;
    this.owner = owner;
  }

  bind(address: Address, done: Completion<Address>): void {
    this.#inner.bind(address, done);
  }

  listen(backlog: number, done: Completion<QueueOf>): void {
    this.#inner.listen(backlog, done);
  }

  accept(done: Completion<Connection>): void {
    this.#inner.accept(done);
  }

  connect(address: Address, done: Completion<Address>): void {
    if (this.#connecting !== null) return done.failed("EALREADY");
    if (this.#network.perfect || this.owner.type === "SOCK_DGRAM")
      return this.#inner.connect(address, done);
    const peer = this.#peer(address);
    if (this.#network.isPerfectBetween(this.owner.actor, peer))
      return this.#inner.connect(address, done);
    const direction = this.#direction(address, () => dial.changed());
    const dial = new DelayedConnect({
      direction,
      back: () =>
        peer === null ? direction.conditions() : this.#network.conditions(peer, this.owner.actor),
      connect: (then) => this.#inner.connect(address, then),
      withdraw: (then) => this.#inner.withdraw(then),
      over: () => {
        this.#connecting = null;
        this.#directions.delete(direction);
        this.#network.forget(direction);
        this.#behindConnect.begin();
      },
    });
    this.#connecting = dial;
    dial.begin(done);
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#connecting !== null)
      return this.#behindConnect.add(done, () => this.send(bytes, done));
    if (this.#network.perfect && this.#directions.size === 0) return this.#inner.send(bytes, done);
    const address = this.#inner.peerAddress();
    if (typeof address === "string") return this.#inner.send(bytes, done);
    if (this.owner.type === "SOCK_DGRAM") this.#sendDatagram(bytes, address, null, done);
    else this.#sendStream(bytes, address, done);
  }

  sendTo(bytes: Uint8Array, address: Address, done: Completion<number>): void {
    if (this.owner.type === "SOCK_STREAM") return this.send(bytes, done);
    if (this.#network.perfect && this.#directions.size === 0)
      this.#inner.sendTo(bytes, address, done);
    else this.#sendDatagram(bytes, address, address, done);
  }

  receive(size: number, done: Completion<Received>): void {
    if (this.#connecting === null) this.#inner.receive(size, done);
    else this.#behindConnect.add(done, () => this.receive(size, done));
  }

  /** Shuts down the writing, after the bytes in flight. */
  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (this.#connecting?.isUnheard) {
      // This connect has not reached the kernel, so its failure is produced here.
      this.#connecting.cancel("ECONNRESET");
      return done.returned();
    }
    const stream = how === "SHUT_RD" ? null : this.#streamToEnd();
    if (stream === null || stream.over) return this.#inner.shutdown(how, done);
    this.#end(stream, undefined, done, (then) => this.#inner.shutdown(how, then));
  }

  /**
   * Closes after the bytes in flight. In a black hole it returns at once, and the peer never sees
   * it.
   */
  close(done: Completion<CloseState>): void {
    this.#behindConnect.fail("EBADF");
    this.#connecting?.cancel("EBADF");
    const stream = this.#inner.getOption("SO_LINGER") === 0 ? null : this.#streamToEnd();
    if (stream === null || stream.over) return this.#gone(() => this.#inner.close(done));
    if (stream.stuck) this.#network.orphan(this);
    this.#end(stream, CLEAN_CLOSE, done, (then) => this.#gone(() => this.#inner.close(then)));
  }

  setOption(setting: Setting): Errno | null {
    return this.#inner.setOption(setting);
  }

  getOption(option: OptionName): number | Errno {
    return this.#inner.getOption(option);
  }

  settle(then: () => void): void {
    if (this.#inner.settle) this.#inner.settle(then);
    else then();
  }

  withdraw(done: Completion<never>): void {
    if (this.#behindConnect.withdraw(done)) return;
    if (this.#connecting === null) this.#inner.withdraw(done);
    else this.#connecting.withdraw(done);
  }

  reset(): void {
    this.#inner.reset();
  }

  traffic(): Traffic | null {
    return this.#inner.traffic?.() ?? null;
  }

  localAddress(): Address | Errno {
    return this.#inner.localAddress();
  }

  peerAddress(): Address | Errno {
    return this.#inner.peerAddress();
  }

  /** As the kernel does for a dead process, the network still delivers what was sent before. */
  destroy(closed: () => void, closes?: (left: CloseState) => void): void {
    this.#connecting?.abandon();
    const stream = this.#network.closing ? null : this.#streamToEnd();
    if (stream === null || stream.over) {
      return this.#gone(() => this.#inner.destroy(closed, closes));
    }
    this.#network.orphan(this);
    this.#onClose = closes ?? null;
    stream.end(null, () => this.abandon(() => undefined));
    closed();
  }

  /** Closes it at once, with whatever is in flight. */
  abandon(closed: () => void): void {
    this.#stream?.giveUp();
    const closes = this.#onClose ?? undefined;
    this.#onClose = null;
    this.#gone(() => this.#inner.destroy(closed, closes));
  }

  changed(): void {
    for (const direction of [...this.#directions]) direction.changed();
  }

  #sendStream(bytes: Uint8Array, address: Address, done: Completion<number>): void {
    if (this.#stream === null) {
      const stream = new ConditionedStream(
        this.#direction(address, () => stream.changed()),
        this.#inner,
      );
      this.#stream = stream;
    }
    if (this.#stream.idle && this.#isPerfect(address)) this.#inner.send(bytes, done);
    else this.#stream.send(bytes, done);
  }

  #sendDatagram(
    bytes: Uint8Array,
    address: Address,
    to: Address | null,
    done: Completion<number>,
  ): void {
    const key = addressText(address);
    const inner = this.#inner;
    const send: DatagramSender["send"] = (datagram, where, then) => {
      if (where === null) inner.send(datagram, then);
      else inner.sendTo(datagram, where, then);
    };
    let datagrams = this.#datagrams.get(key);
    if (datagrams === undefined) {
      if (this.#isPerfect(address)) return send(bytes, to, done);
      const made = new ConditionedDatagrams(
        this.#direction(address, () => made.changed()),
        {
          send,
          refusal: (where) => inner.refusal?.(where) ?? null,
          sendDeferred: (datagram, then) => inner.sendDeferred?.(datagram, address, then),
        },
      );
      datagrams = made;
      this.#datagrams.set(key, made);
    }
    if (datagrams.idle && this.#isPerfect(address)) send(bytes, to, done);
    else datagrams.send(bytes, to, done);
  }

  /**
   * The stream whose bytes must be delivered before this end may close. Null if nothing delays it.
   * An end that sent nothing can be delayed too.
   */
  #streamToEnd(): ConditionedStream | null {
    if (this.#stream !== null || this.#network.perfect || this.owner.type === "SOCK_DGRAM")
      return this.#stream;
    const address = this.#inner.peerAddress();
    if (typeof address === "string" || this.#isPerfect(address)) return null;
    const stream = new ConditionedStream(
      this.#direction(address, () => stream.changed()),
      this.#inner,
    );
    this.#stream = stream;
    return stream;
  }

  /** `stuck`: the result of the call in a black hole, where the peer never sees the end. */
  #end<T>(
    stream: ConditionedStream,
    stuck: T,
    done: Completion<T>,
    act: (then: Completion<T>) => void,
  ) {
    const call = done.id ?? null;
    if (!stream.stuck) return stream.end(call, () => act(done));
    stream.end(call, () => act({ returned: () => undefined, failed: () => undefined }));
    done.returned(stuck);
  }

  #isPerfect(address: Address): boolean {
    if (this.#network.perfect) return true;
    return this.#network.conditions(this.owner.actor, this.#peer(address)) === PERFECT_LINK;
  }

  #peer(address: Address): number | null {
    return this.#network.actorAt(this.owner.type, address);
  }

  #direction(address: Address, changed: () => void): LinkDirection {
    const { actor } = this.owner;
    let peer: number | null = null;
    const conditions = (): LinkConditions => {
      peer ??= this.#peer(address);
      return this.#network.conditions(actor, peer);
    };
    const actorRemoved = (gone: number): void => {
      // A connection keeps its peer. Datagrams go to the actor that has the address next.
      if (peer === gone && this.owner.type === "SOCK_DGRAM") peer = null;
    };
    const direction = this.#network.direction({ ...this.owner, conditions, changed, actorRemoved });
    this.#directions.add(direction);
    return direction;
  }

  #gone(then: () => void): void {
    this.#stream?.drop();
    for (const datagrams of this.#datagrams.values()) datagrams.drop();
    this.#datagrams.clear();
    for (const direction of this.#directions) this.#network.forget(direction);
    this.#directions.clear();
    this.#network.leave(this);
    then();
  }
}
