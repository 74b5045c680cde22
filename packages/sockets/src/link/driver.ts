import { type Address, addressText, type LinkConditions, PERFECT_LINK } from "@sockscope/protocol";
import {
  type Completion,
  type Connection,
  type Driver,
  type Left,
  NOTHING_LEFT,
  type QueueOf,
  type Received,
  type ShutdownHow,
  type Traffic,
} from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { OptionName, Setting } from "../os/options.ts";
import { UntilConnected } from "../os/until-connected.ts";
import { type DatagramWay, LinkDatagrams } from "./datagram.ts";
import { LinkDial } from "./dial.ts";
import type { LinkedSocket, Network, NetworkEnd } from "./network.ts";
import { LinkStream } from "./stream.ts";
import type { LinkWay } from "./way.ts";

/**
 * A socket with the link in front of it: what it sends, connects to and ends passes there first. On
 * a perfect link every call goes straight to the socket. Nothing that comes in is touched.
 */
export class LinkDriver implements Driver, NetworkEnd {
  readonly owner: LinkedSocket;
  readonly #link: Network;
  readonly #inner: Driver;
  #stream: LinkStream | null = null;
  /** By the address that they go to. */
  readonly #datagrams = new Map<string, LinkDatagrams>();
  readonly #ways = new Set<LinkWay>();
  #dial: LinkDial | null = null;
  readonly #later = new UntilConnected();
  /** Tells that the kernel closes the socket of a program that is over. */
  #closes: ((left: Left) => void) | null = null;

  constructor(link: Network, inner: Driver, owner: LinkedSocket) {
    this.#link = link;
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
    if (this.#dial !== null) return done.failed("EALREADY");
    if (this.#link.perfect || this.owner.type === "SOCK_DGRAM")
      return this.#inner.connect(address, done);
    const peer = this.#peer(address);
    if (this.#link.isPerfectBetween(this.owner.actor, peer))
      return this.#inner.connect(address, done);
    const way = this.#way(address, () => dial.changed());
    const dial = new LinkDial({
      way,
      back: () =>
        peer === null ? way.conditions() : this.#link.conditions(peer, this.owner.actor),
      connect: (then) => this.#inner.connect(address, then),
      withdraw: (then) => this.#inner.withdraw(then),
      over: () => {
        this.#dial = null;
        this.#ways.delete(way);
        this.#link.forget(way);
        this.#later.begin();
      },
    });
    this.#dial = dial;
    dial.begin(done);
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#dial !== null) return this.#later.add(done, () => this.send(bytes, done));
    if (this.#link.perfect && this.#ways.size === 0) return this.#inner.send(bytes, done);
    const address = this.#inner.peerAddress();
    if (typeof address === "string") return this.#inner.send(bytes, done);
    if (this.owner.type === "SOCK_DGRAM") this.#sendDatagram(bytes, address, null, done);
    else this.#sendStream(bytes, address, done);
  }

  sendTo(bytes: Uint8Array, address: Address, done: Completion<number>): void {
    if (this.owner.type === "SOCK_STREAM") return this.send(bytes, done);
    if (this.#link.perfect && this.#ways.size === 0) this.#inner.sendTo(bytes, address, done);
    else this.#sendDatagram(bytes, address, address, done);
  }

  receive(size: number, done: Completion<Received>): void {
    if (this.#dial === null) this.#inner.receive(size, done);
    else this.#later.add(done, () => this.receive(size, done));
  }

  /** Of a stream that ends for the sender, what is under way comes first. */
  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (this.#dial?.isUnheard) {
      // As the kernel ends the connecting, of which it has not even heard.
      this.#dial.cancel("ECONNRESET");
      return done.returned();
    }
    const stream = how === "SHUT_RD" ? null : this.#lastWay();
    if (stream === null || stream.over) return this.#inner.shutdown(how, done);
    this.#end(stream, undefined, done, (then) => this.#inner.shutdown(how, then));
  }

  /** As `shutdown`. In a black hole it returns at once, and the other end never hears of it. */
  close(done: Completion<Left>): void {
    this.#later.fail("EBADF");
    this.#dial?.cancel("EBADF");
    const stream = this.#inner.getOption("SO_LINGER") === 0 ? null : this.#lastWay();
    if (stream === null || stream.over) return this.#gone(() => this.#inner.close(done));
    if (stream.stuck) this.#link.orphan(this);
    this.#end(stream, NOTHING_LEFT, done, (then) => this.#gone(() => this.#inner.close(then)));
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
    if (this.#later.withdraw(done)) return;
    if (this.#dial === null) this.#inner.withdraw(done);
    else this.#dial.withdraw(done);
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

  /** The kernel still sends what a dead process has left in it; so does the link. */
  destroy(closed: () => void, closes?: (left: Left) => void): void {
    this.#dial?.abandon();
    const stream = this.#link.closing ? null : this.#lastWay();
    if (stream === null || stream.over) {
      return this.#gone(() => this.#inner.destroy(closed, closes));
    }
    this.#link.orphan(this);
    this.#closes = closes ?? null;
    stream.end(null, () => this.abandon(() => undefined));
    closed();
  }

  /** Ends it here and now, whatever is under way. */
  abandon(closed: () => void): void {
    this.#stream?.giveUp();
    const closes = this.#closes ?? undefined;
    this.#closes = null;
    this.#gone(() => this.#inner.destroy(closed, closes));
  }

  changed(): void {
    for (const way of [...this.#ways]) way.changed();
  }

  #sendStream(bytes: Uint8Array, address: Address, done: Completion<number>): void {
    if (this.#stream === null) {
      const stream = new LinkStream(
        this.#way(address, () => stream.changed()),
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
    const send: DatagramWay["send"] = (datagram, where, then) => {
      if (where === null) inner.send(datagram, then);
      else inner.sendTo(datagram, where, then);
    };
    let way = this.#datagrams.get(key);
    if (way === undefined) {
      if (this.#isPerfect(address)) return send(bytes, to, done);
      const made = new LinkDatagrams(
        this.#way(address, () => made.changed()),
        {
          send,
          refusal: (where) => inner.refusal?.(where) ?? null,
          sendLate: (datagram, then) => inner.sendLate?.(datagram, address, then),
        },
      );
      way = made;
      this.#datagrams.set(key, made);
    }
    if (way.idle && this.#isPerfect(address)) send(bytes, to, done);
    else way.send(bytes, to, done);
  }

  /** What an end has to pass; null for nothing. Also that of one who never sent anything is late. */
  #lastWay(): LinkStream | null {
    if (this.#stream !== null || this.#link.perfect || this.owner.type === "SOCK_DGRAM")
      return this.#stream;
    const address = this.#inner.peerAddress();
    if (typeof address === "string" || this.#isPerfect(address)) return null;
    const stream = new LinkStream(
      this.#way(address, () => stream.changed()),
      this.#inner,
    );
    this.#stream = stream;
    return stream;
  }

  /** `stuck`: what it gives where the other end never hears of it. */
  #end<T>(stream: LinkStream, stuck: T, done: Completion<T>, act: (then: Completion<T>) => void) {
    const call = done.id ?? null;
    if (!stream.stuck) return stream.end(call, () => act(done));
    stream.end(call, () => act({ returned: () => undefined, failed: () => undefined }));
    done.returned(stuck);
  }

  #isPerfect(address: Address): boolean {
    if (this.#link.perfect) return true;
    return this.#link.conditions(this.owner.actor, this.#peer(address)) === PERFECT_LINK;
  }

  #peer(address: Address): number | null {
    return this.#link.whoIs(this.owner.type, address);
  }

  #way(address: Address, changed: () => void): LinkWay {
    const { actor } = this.owner;
    let peer: number | null = null;
    const conditions = (): LinkConditions => {
      peer ??= this.#peer(address);
      return this.#link.conditions(actor, peer);
    };
    const parted = (gone: number): void => {
      // A connection goes on being one with whom it was made; datagrams go to whoever is there.
      if (peer === gone && this.owner.type === "SOCK_DGRAM") peer = null;
    };
    const way = this.#link.way({ ...this.owner, conditions, changed, parted });
    this.#ways.add(way);
    return way;
  }

  #gone(then: () => void): void {
    this.#stream?.drop();
    for (const way of this.#datagrams.values()) way.drop();
    this.#datagrams.clear();
    for (const way of this.#ways) this.#link.forget(way);
    this.#ways.clear();
    this.#link.leave(this);
    then();
  }
}
