import type { Address, SocketType } from "@sockscope/protocol";
import type { Received } from "../os/driver.ts";
import { keep, type RecordedArgs, type RecordedResult } from "../recording/recorder.ts";
import { isBytes } from "./call-args.ts";

/**
 * Records the bytes of one socket, and how many bytes of its stream came before them. Datagrams
 * have no offsets.
 */
export class StreamOffsets {
  readonly #type: SocketType;
  #sent = 0;
  #received = 0;

  constructor(type: SocketType) {
    this.#type = type;
  }

  /**
   * The arguments of a call that sends `data`. The offset counts what programs asked to send: on a
   * connection, a failed send ends the stream anyway.
   */
  outgoing(data: Uint8Array, address?: Address): RecordedArgs {
    if (!isBytes(data)) return address ? { address } : {};
    const payload = keep(data);
    if (this.#type === "SOCK_DGRAM") return address ? { payload, address } : { payload };
    const offset = this.#sent;
    this.#sent += data.length;
    return address ? { payload, offset, address } : { payload, offset };
  }

  /** These bytes were already counted, and never sent. */
  takeBack({ length }: Uint8Array): void {
    this.#sent -= length;
  }

  /** The result of a receiving call. */
  incoming(received: Received): RecordedResult {
    const payload = keep(received.bytes);
    if (received.kind === "datagram") {
      const { from: address, datagram, cutFrom } = received;
      if (address === null || datagram === null) return { payload };
      return cutFrom === null
        ? { payload, address, datagram }
        : { payload, address, datagram, cutFrom };
    }
    const offset = this.#received;
    this.#received += received.bytes.length;
    return { payload, offset };
  }
}
