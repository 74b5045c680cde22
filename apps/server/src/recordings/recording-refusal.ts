import type { RecordingProblem } from "@sockscope/protocol";

/** Why a recording is not read. `line` counts from 1, and is 0 if the reason concerns no line. */
export class RecordingRefusal extends Error {
  readonly code: RecordingProblem;
  readonly line: number;

  constructor(code: RecordingProblem, message: string, line = 0) {
    super(message);
    this.code = code;
    this.line = line;
  }
}
