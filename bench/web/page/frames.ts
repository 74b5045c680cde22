/** Resolves at the end of the next frame: all that it draws has been drawn. */
export function frameDrawn(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      // A task of its own comes after every callback of this frame.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve(performance.now());
      };
      port2.postMessage(null);
    });
  });
}

/** Notes the ms between one animation frame and the next until it is stopped. */
export function recordFrames(): () => number[] {
  const gaps: number[] = [];
  let last = 0;
  let on = true;
  const frame = (now: number): void => {
    if (!on) return;
    if (last > 0) gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return () => {
    on = false;
    return gaps;
  };
}

export async function until(is: () => boolean): Promise<void> {
  while (!is()) await frameDrawn();
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
