import { LIMITS } from "@sockscope/protocol";
import { WebSocket } from "ws";

/** The close code for a message that is too long (rule M5). */
const TOO_LONG = 1009;
const SENTENCE = `A message has at most ${LIMITS.messageBytes / 2 ** 20} MiB.`;

/** ws closes at a message that is too long by itself, without a word; this says why. */
export class ViewerSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? (code === TOO_LONG ? SENTENCE : undefined));
  }
}
