/** ms in which two signals count as one: npm passes on the one that the terminal sent us as well. */
const SAME_SIGNAL = 300;
/** ms after which it ends with whatever is still open; the promise is two seconds. */
const DEADLINE = 1500;
/** ms after which nothing more is written. */
const WRITTEN = 1850;
/** ms that are left for that at a second signal. */
const WRITTEN_NOW = 350;

export interface EndBySignalOptions {
  /** Ends the lab as it should; resolves when all ports are free. `until` as for `flush`. */
  readonly close: (until: number) => Promise<void>;
  /** Completes the recording, at once, or as far as it comes until this time (as `now` has it). */
  readonly flush: (until: number) => void;
  /** ms, from any start. */
  readonly exit: (code: number) => void;
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => void;
}

/**
 * What to do at SIGINT, SIGTERM or SIGHUP: the first one ends the lab, in 1.5 s at most; a second
 * one ends it now (exit code 130). The recording is complete either way, unless the disk is too slow.
 */
export function endBySignal({ close, flush, exit, now, after }: EndBySignalOptions): () => void {
  let since: number | null = null;
  const end = (code: number, until: number): void => {
    flush(until);
    exit(code);
  };
  return () => {
    if (since !== null) {
      if (now() - since > SAME_SIGNAL) end(130, now() + WRITTEN_NOW);
      return;
    }
    since = now();
    const until = since + WRITTEN;
    after(DEADLINE, () => end(0, until));
    close(until).then(
      () => end(0, until),
      () => end(1, until),
    );
  };
}
