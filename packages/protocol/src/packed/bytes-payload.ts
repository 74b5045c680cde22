import type { Payload } from "../events.ts";
import { base64Text } from "./base64.ts";

/** A payload whose bytes are encoded as base64 only when `kept` is read. */
export class BytesPayload implements Payload {
  constructor(
    readonly length: number,
    /** The recorded prefix; the caller must not change it. */
    readonly bytes: Uint8Array,
  ) {}

  get kept(): string {
    return base64Text(this.bytes);
  }

  toJSON(): Payload {
    return { length: this.length, kept: this.kept };
  }
}
