/** A position in a script as it runs, with line and column counted from 1. */
export interface Position {
  /** The URL under which the script was loaded. */
  readonly script: string;
  readonly line: number;
  readonly column: number;
}

/** Twice the maximum of our own frames between a program's frame and this function. */
const MAX_FRAMES = 10;

const unformatted = (_error: Error, frames: readonly NodeJS.CallSite[]) => frames;

/**
 * The callers' frames in `script`, innermost first. V8 formats no text for them: that would cost
 * more than the frames themselves.
 */
export function positionsIn(script: string): readonly Position[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: readonly NodeJS.CallSite[] } = {};
  let frames: readonly NodeJS.CallSite[];
  try {
    Error.stackTraceLimit = MAX_FRAMES;
    Error.prepareStackTrace = unformatted;
    Error.captureStackTrace(holder, positionsIn);
    frames = holder.stack ?? [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
  const found: Position[] = [];
  for (const frame of frames) {
    if (frame.getFileName() !== script) continue;
    const line = frame.getLineNumber();
    const column = frame.getColumnNumber();
    if (line !== null && column !== null) found.push({ script, line, column });
  }
  return found;
}
