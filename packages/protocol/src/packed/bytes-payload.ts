import type { Payload } from "../events.ts";
import { base64Text } from "./base64.ts";

/** A payload whose bytes become text only when somebody asks for that. */
export class BytesPayload implements Payload {
  constructor(
    readonly length: number,
    /** Those that were kept; they must not be changed. */
    readonly bytes: Uint8Array,
  ) {}

  get kept(): string {
    return base64Text(this.bytes);
  }

  toJSON(): Payload {
    return { length: this.length, kept: this.kept };
  }
}
