import { lessons } from "@sockscope/lessons";
import { expect, test } from "./support/fixtures.ts";
import { playByItself } from "./support/page/motion.ts";
import { playToRoom } from "./support/page/room-lesson.ts";

/** `npm run room` plays them all, and says the figures. */
const ALL = process.env["SOCKSCOPE_ROOM"] !== undefined;
/** A folder for pictures of every step in both languages; none unless set. */
const PICTURES = process.env["SOCKSCOPE_ROOM_PICTURES"];
const ONLY = "tcp-server-client";

test.describe("a lesson to a room of 1280x720", () => {
  test.use({ locale: "en-US", viewport: { width: 1280, height: 720 } });
  for (const lesson of lessons.filter(({ id }) => ALL || id === ONLY)) {
    test(lesson.id, async ({ page, sockscope }) => {
      test.slow();
      const { missing, ...figures } = await playToRoom(page, lesson, sockscope.url, PICTURES);
      if (ALL) console.log(`${lesson.id} ${JSON.stringify(figures)}\n  ${missing.join("\n  ")}`);
      else expect({ missing, dead: figures.deadPresses }).toEqual({ missing: [], dead: 0 });
    });
  }
});

if (ALL)
  test.describe("a lesson plays by itself", () => {
    test.use({ locale: "en-US", viewport: { width: 1280, height: 720 } });
    const shares: number[] = [];
    for (const lesson of lessons) {
      test(`${lesson.id}: the share of its time in which packets move`, async ({ page }) => {
        test.setTimeout(600_000);
        const { moved, all, firstMove } = await playByItself(page, lesson);
        shares.push(moved / all);
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
        const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
        console.log(
          `${lesson.id}: ${percent(moved / all)} of ${(all / 1000).toFixed(0)} s; mean so far ${percent(mean)}; first move after ${((firstMove ?? Number.NaN) / 1000).toFixed(1)} s`,
        );
      });
    }
  });
