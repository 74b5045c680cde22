import type { Completion, QueueOf } from "../os/driver.ts";
import { KernelListener } from "./kernel-listener.ts";
import type { Listener, ListenerOptions } from "./listener.ts";
import { NodeListener } from "./node-listener.ts";

/** Starts listening, with the accept queue of `queue` if that is available. */
export function openListener(
  queue: QueueOf,
  options: ListenerOptions,
  done: Completion<void>,
): Listener {
  const { handle } = options.reservation;
  // Without a handle of its own there is nothing from which another process could accept.
  return queue === "kernel" && handle
    ? new KernelListener(options, handle, done)
    : new NodeListener(options, done);
}
