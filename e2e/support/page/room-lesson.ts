import type { Page } from "@playwright/test";
import type { Lesson } from "@sockscope/lessons";
import { createTrace } from "@sockscope/trace";
import { connectLab } from "../server/lab-client.ts";
import { exchanges, ownRows, rowText } from "./own-rows.ts";

/** What a room sees of a lesson, counted. */
export interface RoomFigures {
  /** Steps seen, in each language; and those whose own rows were all in sight. */
  steps: number;
  whole: number;
  /** Handshakes and goodbyes, and those whole in sight. */
  exchanges: number;
  wholeExchanges: number;
  /** Steps whose named cards were all whole in sight. */
  cards: number;
  /** Steps with a drawing or figures, and those where they were whole in sight. */
  drawings: number;
  wholeDrawings: number;
  /** Presses of PgDn after which nothing changed. */
  deadPresses: number;
  /** What was missing, a line each. */
  readonly missing: string[];
}

const PRESS_SHOWS = 2_000;

/** Plays a lesson by PgDn alone, as with a clicker; where that does nothing, by the button beside. */
export async function playToRoom(
  page: Page,
  lesson: Lesson,
  url: string,
  pictures?: string,
): Promise<RoomFigures> {
  const figures: RoomFigures = {
    ...{ steps: 0, whole: 0, exchanges: 0, wholeExchanges: 0, cards: 0 },
    ...{ drawings: 0, wholeDrawings: 0, deadPresses: 0, missing: [] },
  };
  const lab = await connectLab(url);
  const strip = page.locator(".lesson-strip");
  await page.goto(`/?ports=free#lesson=${lesson.id}`);
  await page.locator(".now .dot, .chip.good").first().waitFor();
  await page.getByRole("banner").locator("select").last().selectOption("steps 30");
  await page.keyboard.press("p");
  await strip.waitFor();
  const state = async () => {
    const phase = await strip.getAttribute("data-phase");
    return `${(await strip.locator(".strip-step").allTextContents()).join()} ${phase}`;
  };
  const press = async (): Promise<void> => {
    const before = await state();
    await page.keyboard.press("PageDown");
    const deadline = Date.now() + PRESS_SHOWS;
    while (Date.now() < deadline) if ((await state()) !== before) return;
    figures.deadPresses++;
    await strip.locator(".question button").last().click();
  };
  let from = 0;
  for (const [index, step] of lesson.steps.entries()) {
    await press();
    await strip.locator(`xpath=self::*[@data-phase="seen" or @data-phase="asking"]`).waitFor();
    if (step.predict !== undefined) {
      await strip.and(page.locator("[data-phase=asking]")).waitFor();
      if (pictures !== undefined) await take(page, `${pictures}/${lesson.id}-${index + 1}-asks`);
      await press();
    }
    await strip.and(page.locator("[data-phase=seen]")).waitFor();
    await frames(page, 30);
    const trace = createTrace();
    trace.append(lab.events);
    const to = trace.steps.length;
    const start = index === 0 ? (trace.actors[0]?.addedStep ?? 0) : from;
    const lit = await litCards(page);
    const own = ownRows(trace, step, lit, [start, to]);
    const talks = exchanges(trace, step, lit, [start, to]);
    for (const lang of ["en", "zh"]) {
      if ((await page.evaluate(() => document.documentElement.lang.slice(0, 2))) !== lang)
        await page.keyboard.press("g");
      await frames(page, 4);
      const name = `${lesson.id}-${lang}-${index + 1}`;
      const seen = await rowsInSight(page);
      const away = own.filter((row) => !seen.has(row));
      figures.steps++;
      if (away.length === 0) figures.whole++;
      else {
        const words = away.map((row) => rowText(trace, row)).join(", ");
        figures.missing.push(`${name}: ${away.length} of ${own.length} rows: ${words}`);
      }
      for (const talk of talks) {
        figures.exchanges++;
        if (talk.every((row) => seen.has(row))) figures.wholeExchanges++;
        else figures.missing.push(`${name}: an exchange of ${talk.length} segments`);
      }
      const cut = await cutCards(page);
      if (cut.length === 0) figures.cards++;
      else figures.missing.push(`${name}: cards ${cut.join(", ")}`);
      if (step.drawing !== undefined || step.figures !== undefined) {
        figures.drawings++;
        if (await drawingInSight(page)) figures.wholeDrawings++;
        else figures.missing.push(`${name}: its drawing`);
      }
      if (pictures !== undefined) await take(page, `${pictures}/${name}`);
    }
    from = to;
  }
  await lab.close();
  return figures;
}

const take = (page: Page, name: string) =>
  page.screenshot({ path: `${name}.png`, animations: "disabled" });

const frames = (page: Page, count: number): Promise<void> =>
  page.evaluate(async (of) => {
    for (let frame = 0; frame < of; frame++)
      await new Promise((done) => requestAnimationFrame(done));
  }, count);

/** The steps whose rows are in sight, as the ladder says. */
async function rowsInSight(page: Page): Promise<ReadonlySet<number>> {
  const canvas = page.locator(".ladder-canvas");
  const said = (await canvas.count()) === 0 ? "" : await canvas.getAttribute("data-rows");
  const rows = new Set<number>();
  for (const range of (said ?? "").split(" ").filter((one) => one !== "")) {
    const [first = 0, last = first] = range.split("-").map(Number);
    for (let row = first; row <= last; row++) rows.add(row);
  }
  return rows;
}

/** The programs whose cards the step points at, as far as they have cards. */
async function litCards(page: Page): Promise<ReadonlySet<number>> {
  const ids = await page
    .locator(".card.lit")
    .evaluateAll((cards) => cards.map((card) => Number(card.getAttribute("data-actor"))));
  return new Set(ids);
}

/** Of the cards that the step speaks of, the names of those that are not whole in sight. */
const cutCards = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    // A drawing in the stage's place shows what the cards would.
    if (document.querySelector(".room-drawing") !== null) return [];
    const stage = document.querySelector(".stage-frame")?.getBoundingClientRect();
    if (stage === undefined) return ["no stage"];
    return [...document.querySelectorAll<HTMLElement>(".card.lit, .group.lit")].flatMap((card) => {
      const box = card.getBoundingClientRect();
      const whole =
        box.top >= stage.top - 1 &&
        box.bottom <= stage.bottom + 1 &&
        box.left >= stage.left - 1 &&
        box.right <= stage.right + 1;
      return whole ? [] : [card.querySelector(".card-name")?.textContent ?? "a group"];
    });
  });

const drawingInSight = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const drawings = [...document.querySelectorAll(".layers, .states, .figures")].filter((one) =>
      one.checkVisibility(),
    );
    return (
      drawings.length > 0 &&
      drawings.every((one) => {
        const { top, bottom, left, right, width } = one.getBoundingClientRect();
        return width > 0 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      })
    );
  });
