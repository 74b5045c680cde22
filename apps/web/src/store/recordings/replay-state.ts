import type { RecordingInfo } from "@sockscope/protocol";

/** The recording that the page shows in place of the live session. */
export interface Replay {
  readonly info: RecordingInfo;
  readonly events: number;
  /** Its last line was incomplete and was dropped. */
  readonly torn: boolean;
  /** It has more events than the page shows. */
  readonly more: boolean;
}
