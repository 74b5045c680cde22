import type { Call } from "../api/call.ts";
import type { Driver } from "./driver.ts";
import type { Errno } from "./errno.ts";

/**
 * Ends a call when its time is over. `errno` is what the kernel answers to somebody who does not
 * wait. With 0 seconds nobody waits: the kernel is asked once, which in Node takes one whole turn
 * of the event loop, and a `connect` is only begun.
 */
export function limit<T, R>(
  call: Call<T, R>,
  seconds: number,
  errno: Errno,
  driver: Pick<Driver, "withdraw">,
): void {
  if (seconds > 0) {
    const over = (): void => {
      if (!call.pending) return;
      driver.withdraw(call);
      call.timedOut(errno);
    };
    // In a process that got no processor meanwhile, the timer comes before what has long arrived. The
    // kernel's answer counts, as for a program that sleeps in it: so it is asked once more.
    const timer = setTimeout(() => afterPoll(over), Math.min(seconds * 1000, 2 ** 31 - 1));
    const stop = (): void => clearTimeout(timer);
    call.promise.then(stop, stop);
    return;
  }
  const now = (): void => {
    if (!call.pending) return;
    driver.withdraw(call);
    call.failed(errno);
  };
  if (errno === "EINPROGRESS") now();
  else afterPoll(now);
}

/**
 * Calls back when the kernel has been asked for events once more. The first `setImmediate` can come
 * before that, the second cannot.
 */
export function afterPoll(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
