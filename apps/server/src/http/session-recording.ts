import { LIMITS, type Problem } from "@sockscope/protocol";
import type { Journal } from "../journal/journal.ts";
import { JournalFile } from "../journal/journal-file.ts";
import { LEASE_BEAT, type LeaseNews, RecordingLease } from "../journal/recording-lease.ts";
import { LOOKS } from "../recordings/recording-watch.ts";
import { Recordings } from "../recordings/recordings.ts";

export interface SessionRecordingOptions {
  /** Where recordings are; null for nowhere. */
  readonly data: string | null;
  /** Whether to go on when nothing can be written there; else that is thrown. */
  readonly dataIsOptional?: boolean;
  readonly journal: Journal;
  readonly version: string;
  /** ms between two beats of a lease, and two looks at those of others; `LEASE_BEAT` unless said otherwise. */
  readonly leaseBeat?: number;
  readonly warn: (sentence: string) => void;
  /** Tells all viewers. */
  readonly tell: (problem: Problem) => void;
}

/** The recording of this session and those beside it, as long as the server runs. */
export interface SessionRecording {
  /** Null for none; or why none can be written. */
  readonly file: JournalFile | Error | null;
  readonly recordings: Recordings;
  /** What the first viewer of this machine hears; null for nothing. */
  readonly news: Problem | null;
  /** Sees to it that the file is in its folder, in the time that is left. */
  settle(until?: number): void;
  /** Nothing is written any more. */
  release(): void;
}

/** Opens the session's file and tidies its folder. Throws what the system says, if that matters. */
export function recordSession(options: SessionRecordingOptions): SessionRecording {
  const { data, warn, tell, leaseBeat: every = LEASE_BEAT } = options;
  const opened = openFile(options);
  if (opened === null || opened instanceof Error) {
    const recordings = new Recordings({ folder: null, own: null });
    return { file: opened, recordings, news: null, settle() {}, release() {} };
  }
  const lease = new RecordingLease({
    ...{ file: opened, every },
    tell(news) {
      const problem = leaseProblem(news);
      warn(news.what === "restored" ? `${problem.message} It is ${news.path}` : problem.message);
      tell(problem);
    },
  });
  const recordings = new Recordings({ folder: data, own: opened });
  const news = tidy(recordings, warn);
  const last = recordings.list().find(({ state }) => state === "whole" || state === "cut");
  if (last?.state === "cut")
    warn("The last session was cut off. What was seen of it is kept: see Recordings.");
  let looked = 0;
  const looks = setInterval(() => {
    recordings.look();
    looked += 1;
    // What nobody has written meanwhile is known to be abandoned only now.
    if (looked !== LOOKS) return;
    const late = tidy(recordings, warn);
    if (late !== null) tell(late);
  }, every);
  looks.unref();
  return {
    file: opened,
    recordings,
    news,
    settle: (until) => lease.settle(until),
    release() {
      clearInterval(looks);
      lease.release();
    },
  };
}

/** What viewers learn of it: no paths. */
function leaseProblem(news: LeaseNews): Problem {
  switch (news.what) {
    case "restored": {
      const message =
        "The recording was gone from its folder. It has been written anew, from its first event on.";
      return { code: "recording-restored", message };
    }
    case "lost": {
      const code = "code" in news.error ? String(news.error.code) : "no error number";
      const message = `The recording is gone from its folder and cannot be written anew (${code}). Sockscope goes on trying.`;
      return { code: "recording-lost", message };
    }
  }
}

/** Gives the error instead if it need not be. */
function openFile(options: SessionRecordingOptions): JournalFile | Error | null {
  const { data, dataIsOptional = false, journal, version } = options;
  if (data === null) return null;
  try {
    return new JournalFile(data, journal, version);
  } catch (error) {
    if (!dataIsOptional) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Keeps the folder bounded, and gives what is to be said of it. */
function tidy(recordings: Recordings, warn: (sentence: string) => void): Problem | null {
  const removed = recordings.tidy({ bytes: LIMITS.recordingsBytes, count: LIMITS.recordings });
  if (removed === 0) return null;
  const message = `There were too many recordings, or too large ones: the ${removed} oldest without a name were deleted.`;
  warn(message);
  return { code: "recordings-deleted", message };
}
