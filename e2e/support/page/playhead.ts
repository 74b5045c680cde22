import { expect, type Page } from "@playwright/test";

/** Waits until the page has more steps than `least`, and puts the playhead on the last; gives its number. */
export async function goToEnd(page: Page, least: number): Promise<number> {
  const playhead = page.getByRole("slider", { name: "Playhead" });
  const steps = async (): Promise<number> => Number(await playhead.getAttribute("max"));
  await expect.poll(steps).toBeGreaterThan(least);
  await page.keyboard.press("End");
  const last = await steps();
  await expect(playhead).toHaveValue(String(last));
  return last;
}
