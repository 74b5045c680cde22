import { LIMITS } from "@sockscope/protocol";
import { WebSocket } from "ws";

/** The close code for a message that is too long (rule M5). */
const TOO_LONG = 1009;

/** ws closes at a message that is too long by itself, without a word; this says why. */
export class ViewerSocket extends WebSocket {
  protected readonly tooLong: string =
    `A message has at most ${LIMITS.messageBytes / 2 ** 20} MiB.`;

  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? (code === TOO_LONG ? this.tooLong : undefined));
  }
}

/** The socket of a viewer from outside, whose messages are short, whether it is let in or not. */
export class OutsideViewerSocket extends ViewerSocket {
  protected override readonly tooLong =
    `A message from outside has at most ${LIMITS.helloBytes} bytes.`;
}
