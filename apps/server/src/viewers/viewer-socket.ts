import { LIMITS } from "@sockscope/protocol";
import { WebSocket } from "ws";

/** The close code for a message that is too long (rule M5). */
const TOO_LONG = 1009;

/** ws closes without a reason when a message is too long. This socket gives the reason. */
export class ViewerSocket extends WebSocket {
  protected readonly tooLong: string =
    `A message has at most ${LIMITS.messageBytes / 2 ** 20} MiB.`;

  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? (code === TOO_LONG ? this.tooLong : undefined));
  }
}

/** The socket of a viewer from outside. Its messages are short before and after admission. */
export class OutsideViewerSocket extends ViewerSocket {
  protected override readonly tooLong =
    `A message from outside has at most ${LIMITS.helloBytes} bytes.`;
}
