import { fstatSync } from "node:fs";
import { checked, eventSchema, recordingHeaderSchema } from "@sockscope/protocol";
import { readAt, readRegular } from "../system/regular-file.ts";

/** Bytes at each end of a file that are enough to recognize it. */
const HEAD = 1024;
const TAIL = 64;
const END_LINE = /\n\{"end":\{"events":\d+\}\}\n$/;
/** A file of at most this many bytes may be only its header and the first event. */
const NOTHING = 700;
/** The last moment that a date can represent, in ms. */
export const LAST_DATE = 8.64e15;

export interface InspectedFile {
  readonly bytes: number;
  /**
   * ms since 1970: when the session began, by the file's header, else when the file was changed.
   */
  readonly wall: number;
  /** ms since 1970: the latest moment, by any of its times, at which it can have been in use. */
  readonly touched: number;
  /** It has an end line. */
  readonly isWhole: boolean;
  /** It has no event besides the first. */
  readonly isEmpty: boolean;
}

/**
 * What can be learned about a file of any content without reading all of it. Null if it is gone,
 * not a regular file, or unreadable.
 */
export const inspectRecording = (path: string, id: string): InspectedFile | null =>
  readRegular(path, (fd) => {
    const { size, mtimeMs } = fstatSync(fd);
    const head = readAt(fd, 0, HEAD);
    const named = [wallOfHeader(head), wallOfId(id)].filter((wall) => wall !== null);
    const isWhole = END_LINE.test(readAt(fd, Math.max(0, size - TAIL), TAIL));
    return {
      bytes: size,
      wall: named[0] ?? mtimeMs,
      touched: Math.max(mtimeMs, ...named),
      isWhole,
      isEmpty: size < NOTHING && holdsNothing(head),
    };
  });

/** True for a header without events, or with the first event only. */
function holdsNothing(text: string): boolean {
  const [header = "", ...lines] = text.split("\n");
  const events = lines.filter((line) => line !== "" && !line.startsWith('{"end":'));
  if (checked(recordingHeaderSchema, json(header)) === undefined) return false;
  const [first = ""] = events;
  return (
    events.length === 0 || (events.length === 1 && checked(eventSchema, json(first))?.seq === 1)
  );
}

/**
 * Null for a file of version 0, which has no header. A broken header is reported when the file is
 * opened.
 */
const wallOfHeader = (head: string): number | null =>
  dated(checked(recordingHeaderSchema, json(head.split("\n")[0] ?? ""))?.wall ?? Number.NaN);

const wallOfId = (id: string): number | null =>
  dated(Date.parse(id.slice(0, 24).replace(/T(\d\d)-(\d\d)-/, "T$1:$2:")));

/** Null for a time that no calendar has. */
const dated = (wall: number): number | null => (Math.abs(wall) <= LAST_DATE ? wall : null);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
