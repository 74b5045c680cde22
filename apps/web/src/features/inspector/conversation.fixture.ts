import type { Address, CallArgs, CallResult, Fact, Payload, Verb } from "@sockscope/protocol";
import { createTrace, type Trace } from "@sockscope/trace";

export const at = (port: number): Address => ({ address: "127.0.0.1", port, family: "AF_INET" });

export function payloadOf(bytes: Uint8Array, keep = bytes.length): Payload {
  return { length: bytes.length, kept: btoa(String.fromCharCode(...bytes.subarray(0, keep))) };
}

/** A server (1) and a client (2) that are connected, to be made to talk. */
export class Conversation {
  readonly trace: Trace = createTrace();
  readonly server = { actor: 1, socket: 101 };
  readonly client = { actor: 2, socket: 102 };
  readonly connection = { actor: 1, socket: 103 };
  private seq = 0;
  private calls = 0;
  private readonly sent = new Map<number, number>();
  private readonly read = new Map<number, number>();

  constructor() {
    const type = "SOCK_STREAM";
    const one = { type, number: 1 } as const;
    this.add({ kind: "actor.added", actor: 1, role: "server", program: "echo-server", ...one });
    this.add({ kind: "actor.added", actor: 2, role: "client", program: "hello-client", ...one });
    this.call({ actor: 1, socket: null }, "socket", { type }, { socket: 101 });
    this.call(this.server, "bind", { address: at(8888) }, { address: at(8888) });
    this.call(this.server, "listen", { backlog: 5 }, {});
    this.call({ actor: 2, socket: null }, "socket", { type }, { socket: 102 });
    const connect = this.begin(this.client, "connect", { address: at(8888) });
    this.add({ kind: "socket.named", ...this.client, address: at(49152) });
    const ends = { local: at(8888), peer: at(49152) };
    this.add({ kind: "connection.queued", ...this.server, connection: 103, ...ends });
    connect({ address: at(49152) });
    this.call(this.server, "accept", {}, { socket: 103, address: at(49152) });
  }

  /** Gives the steps that there are now. */
  get steps(): number {
    return this.trace.steps.length;
  }

  add(fact: Fact): void {
    const seq = ++this.seq;
    const envelope = { seq, t: seq * 1000, truth: "observed", source: "program" } as const;
    this.trace.append([{ ...envelope, ...fact }]);
  }

  /** Begins a call; what it gives ends it. */
  begin(
    end: { actor: number; socket: number | null },
    verb: Verb,
    args: CallArgs,
  ): ((result: CallResult) => number) & { readonly call: number } {
    const call = ++this.calls;
    this.add({ kind: "call.began", call, ...end, verb, args });
    const finish = (result: CallResult) => {
      this.add({ kind: "call.ended", call, ...end, verb, result });
      return call;
    };
    return Object.assign(finish, { call });
  }

  call(
    end: { actor: number; socket: number | null },
    verb: Verb,
    args: CallArgs,
    result: CallResult,
  ): number {
    return this.begin(end, verb, args)(result);
  }

  /** @returns the id of the sendall */
  send(end: { actor: number; socket: number }, bytes: Uint8Array, keep?: number): number {
    const offset = this.sent.get(end.socket) ?? 0;
    this.sent.set(end.socket, offset + bytes.length);
    return this.call(end, "sendall", { payload: payloadOf(bytes, keep), offset }, {});
  }

  /** @returns the id of the recv */
  recv(end: { actor: number; socket: number }, bytes: Uint8Array): number {
    const offset = this.read.get(end.socket) ?? 0;
    this.read.set(end.socket, offset + bytes.length);
    return this.call(end, "recv", { size: 1024 }, { payload: payloadOf(bytes), offset });
  }
}
