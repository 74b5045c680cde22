const PERIOD = 500;

/**
 * Ends this process as SIGTERM does once the process that started it is gone. npm starts scripts
 * through a shell, which passes no signal on: without this, ending npm would leave the server
 * running, with nobody to end it. On Windows a parent's id never changes and nothing happens.
 */
export function endWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, PERIOD);
  timer.unref();
}
