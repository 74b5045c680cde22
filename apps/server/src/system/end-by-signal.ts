/**
 * ms within which two signals count as one: npm forwards the signal that the terminal sent us too.
 */
const SAME_SIGNAL = 300;
/** ms after which the process exits with whatever is still open. The promise is two seconds. */
const DEADLINE = 1500;
/** ms after which nothing more is written. */
const WRITTEN = 1850;
/** ms allowed for the recording after a second signal. */
const WRITTEN_NOW = 350;

export interface EndBySignalOptions {
  /** Closes the lab. Resolves when all ports are free. `until` is that of `flush`. */
  readonly close: (until: number) => Promise<void>;
  /** Completes the recording at once, as far as it gets until this time (of `now`). */
  readonly flush: (until: number) => void;
  /** ms, from any start. */
  readonly exit: (code: number) => void;
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => void;
}

/**
 * The handler of SIGINT, SIGTERM and SIGHUP. The first signal closes the lab, within 1.5 s. A
 * second one exits now, with code 130. The recording is complete either way, unless the disk is too
 * slow.
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
