/** ms in which two signals count as one: npm passes on the one that the terminal sent us as well. */
const SAME_SIGNAL = 300;
/** ms after which it ends with whatever is still open; the promise is two seconds. */
const DEADLINE = 1500;

export interface EndBySignalOptions {
  /** Ends the lab as it should; resolves when all ports are free. */
  readonly close: () => Promise<void>;
  /** Completes the recording, at once. */
  readonly flush: () => void;
  readonly exit: (code: number) => void;
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => void;
}

/**
 * What to do at SIGINT, SIGTERM or SIGHUP: the first one ends the lab, in 1.5 s at most; a second
 * one ends it now (exit code 130). The recording is complete either way.
 */
export function endBySignal({ close, flush, exit, now, after }: EndBySignalOptions): () => void {
  let since: number | null = null;
  const end = (code: number): void => {
    flush();
    exit(code);
  };
  return () => {
    if (since !== null) {
      if (now() - since > SAME_SIGNAL) end(130);
      return;
    }
    since = now();
    after(DEADLINE, () => end(0));
    close().then(
      () => end(0),
      () => end(1),
    );
  };
}
