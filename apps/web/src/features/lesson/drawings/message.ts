import type { Address } from "@sockscope/protocol";
import { type Layers, layersOf, payloadPrefix, type Trace } from "@sockscope/trace";

/** The bytes of a call, the first of them, and what the protocols put around them. */
export interface WrappedMessage {
  readonly prefix: Uint8Array;
  readonly layers: Layers;
}

const WILDCARDS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/**
 * What a send gave or a recv took, with the addresses that its socket has at `step`. Null while one
 * of them is not known. A UDP socket that is bound to no address sends from the one that leads to
 * its peer, on loopback the peer's own.
 */
export function messageOf(
  trace: Trace,
  id: number | null,
  step: number,
  way: "down" | "up",
): WrappedMessage | null {
  const call = id === null ? undefined : trace.calls.get(id);
  const payload = call?.args.payload ?? call?.result?.payload;
  const socket = trace
    .stageAt(step)
    .actors.flatMap(({ sockets }) => sockets)
    .find((one) => one.id === call?.socket);
  if (call === undefined || payload === undefined || socket === undefined) return null;
  const local = socket.local;
  const peer = call.args.address ?? call.result?.address ?? socket.peer;
  if (local === null || peer === null) return null;
  const own: Address = WILDCARDS.has(local.address) ? { ...local, address: peer.address } : local;
  const [from, to] = way === "down" ? [own, peer] : [peer, own];
  const offset = call.args.offset ?? call.result?.offset ?? null;
  const { length } = payload;
  const layers = layersOf({ type: socket.type, from, to, length, offset });
  return { prefix: payloadPrefix(payload), layers };
}
