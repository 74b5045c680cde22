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

/** ms in which a browser that has just started does things of its own: it loads pages for its own bars. */
export const SETTLING = 2500;

/** A frame that is later than this (ms) is seen to be late. */
const LATE = 50;
/** ms over which a rate is taken. */
const STRETCH = 400;

/**
 * Events a second at the best of the stretches before a frame was late, or until there are no more.
 * `count` is the number of events that the page has taken in.
 */
export async function highestRate(count: () => number, events: number): Promise<number> {
  let best = 0;
  let began = performance.now();
  let from = count();
  let last = await nextFrame();
  for (;;) {
    const now = await nextFrame();
    if (now - last > LATE) return best;
    last = now;
    const passed = performance.now() - began;
    if (passed < STRETCH) continue;
    best = Math.max(best, ((count() - from) * 1000) / passed);
    if (count() >= events) return best;
    [began, from] = [performance.now(), count()];
  }
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
