import { LIMITS, type Problem } from "@sockscope/protocol";
import type { Journal } from "../journal/journal.ts";
import { JournalFile } from "../journal/journal-file.ts";
import { LEASE_BEAT, type LeaseNews, RecordingLease } from "../journal/recording-lease.ts";
import { UNCHANGED_CHECKS } from "../recordings/recording-watch.ts";
import { Recordings } from "../recordings/recordings.ts";

export interface SessionRecordingOptions {
  /** The folder of recordings. Null for none. */
  readonly data: string | null;
  /** Whether to continue if nothing can be written there. Otherwise the error is thrown. */
  readonly dataIsOptional?: boolean;
  readonly journal: Journal;
  readonly version: string;
  /**
   * ms between two renewals of a lease, and between two checks of other leases. Default:
   * `LEASE_BEAT`.
   */
  readonly leaseBeat?: number;
  readonly warn: (sentence: string) => void;
  /** Sends a problem to all viewers. */
  readonly tell: (problem: Problem) => void;
}

/** The recording of this session and the others in its folder, as long as the server runs. */
export interface SessionRecording {
  /** Null for none. An error: why none can be written. */
  readonly file: JournalFile | Error | null;
  readonly recordings: Recordings;
  /** The problem to report to the first viewer on this machine. Null for none. */
  readonly news: Problem | null;
  /** Makes sure that the file is in its folder, within the time that is left. */
  settle(until?: number): void;
  /** Writes nothing from now on. */
  release(): void;
}

/**
 * Opens the session's file and tidies its folder. Throws the system's error unless data is
 * optional.
 */
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
  let checks = 0;
  const timer = setInterval(() => {
    recordings.checkUnfinished();
    checks += 1;
    // A file that nobody has written during all these checks is only now known to be abandoned.
    if (checks !== UNCHANGED_CHECKS) return;
    const late = tidy(recordings, warn);
    if (late !== null) tell(late);
  }, every);
  timer.unref();
  return {
    file: opened,
    recordings,
    news,
    settle: (until) => lease.settle(until),
    release() {
      clearInterval(timer);
      lease.release();
    },
  };
}

/** What viewers read about a lease, without paths. */
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

/** Returns the error instead of throwing it if data is optional. */
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

/** Deletes old recordings to keep the folder bounded. Returns the problem to report, if any. */
function tidy(recordings: Recordings, warn: (sentence: string) => void): Problem | null {
  const removed = recordings.tidy({ bytes: LIMITS.recordingsBytes, count: LIMITS.recordings });
  if (removed === 0) return null;
  const message = `There were too many recordings, or too large ones: the ${removed} oldest without a name were deleted.`;
  warn(message);
  return { code: "recordings-deleted", message };
}
