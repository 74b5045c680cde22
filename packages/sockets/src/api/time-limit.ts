import type { Driver } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { afterPoll } from "../os/turn.ts";
import type { Call } from "./call.ts";

/**
 * Ends a call when its time limit has passed. `errno` is the kernel's answer on a non-blocking
 * socket. With 0 seconds the call does not wait: the kernel is polled once, which in Node takes one
 * whole turn of the event loop, and a `connect` is only begun.
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
    // If the process got no processor meanwhile, the timer fires before data that arrived in time. The
    // kernel's answer counts, as for a program blocked in the call, so the kernel is polled once more.
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
