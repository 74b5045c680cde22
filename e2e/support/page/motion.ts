import type { Page } from "@playwright/test";
import type { Lesson } from "@sockscope/lessons";

/**
 * How a page moved since its first click, in ms of its frames: one that comes late counts as `LONGEST`, so
 * that a busy machine is not taken for a slow lesson.
 */
export interface Motion {
  /** Until the first card stood on the stage: before, it is the server that works. */
  readonly firstCard: number | null;
  /** Until the first frame in which a packet was elsewhere than before; null: none was. */
  readonly firstMove: number | null;
  /** Until the first packet with these words. */
  readonly firstSaid: number | null;
  /** Time in which a packet moved, and all time; neither counts while a question stands. */
  readonly moved: number;
  readonly all: number;
}

declare global {
  interface Window {
    motion?: Motion;
  }
}

/** Watches the packets of the page from its next load on; ghosts of a replay do not count. */
export async function watchMotion(page: Page, words: string): Promise<void> {
  await page.addInitScript((said) => {
    /** A packet rests between two frames that fall together: so long (ms) it counts as moving on. */
    const STILL = 80;
    const LONGEST = 50;
    let clicked = false;
    let time = 0;
    let last = performance.now();
    let movedAt = Number.NEGATIVE_INFINITY;
    let places = new Map<string, string>();
    let motion: Motion = { firstCard: null, firstMove: null, firstSaid: null, moved: 0, all: 0 };
    window.motion = motion;
    addEventListener("click", () => (clicked = true), { capture: true });
    const look = (now: number): void => {
      requestAnimationFrame(look);
      const passed = Math.min(LONGEST, now - last);
      last = now;
      if (!clicked) return;
      time += passed;
      const seen = new Map<string, string>();
      let { firstCard, firstMove, firstSaid } = motion;
      if (document.querySelector(".card") !== null) firstCard ??= time;
      for (const packet of document.querySelectorAll<HTMLElement>(
        ".packets:not(.ghosts) .packet",
      )) {
        const id = packet.dataset["flight"] ?? "";
        const place = packet.style.transform;
        seen.set(id, place);
        if (places.has(id) && places.get(id) !== place) {
          movedAt = time;
          firstMove ??= time;
        }
        if (packet.textContent.includes(said)) firstSaid ??= time;
      }
      places = seen;
      const asks = document.querySelector(".question") !== null;
      const moves = time - movedAt < STILL;
      motion = {
        ...{ firstCard, firstMove, firstSaid },
        moved: motion.moved + (moves && !asks ? passed : 0),
        all: motion.all + (asks ? 0 : passed),
      };
      window.motion = motion;
    };
    requestAnimationFrame(look);
  }, words);
}

/** Lets a lesson play by itself at the usual speed; questions are skipped. */
export async function playByItself(page: Page, lesson: Lesson): Promise<Motion> {
  await watchMotion(page, "");
  await page.goto(`/?ports=free#lesson=${lesson.id}`);
  const panel = page.locator("section.lesson");
  const button = (name: string) => panel.getByRole("button", { name, exact: true });
  await page.getByRole("banner").locator(".dot, .chip.good").first().waitFor();
  await button("Play all").click();
  for (const [index, { title, predict }] of lesson.steps.entries()) {
    await panel.locator(".step-title", { hasText: title.en }).waitFor();
    if (predict !== undefined) await button("Skip the question").click();
    if (index === lesson.steps.length - 1) await panel.locator(".reading-bar").waitFor();
  }
  return motionOf(page);
}

export async function motionOf(page: Page): Promise<Motion> {
  const motion = await page.evaluate(() => window.motion);
  if (motion === undefined) throw new Error("the page was not watched");
  return motion;
}
