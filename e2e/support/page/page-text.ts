import type { Page } from "@playwright/test";

/** A text that a person can see or hear, and where it stands. */
export interface PageText {
  readonly text: string;
  /** `span.chip`, or `button[aria-label]` for what is only heard or seen on hover. */
  readonly place: string;
}

/** Everything that the page says at this moment, its title and its labels included. */
export function readTexts(page: Page): Promise<readonly PageText[]> {
  return page.evaluate(() => {
    const found: { text: string; place: string }[] = [{ text: document.title, place: "title" }];
    const nameOf = (element: Element) =>
      [element.localName, ...element.classList].join(".").replace(/\s/g, "");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      const text = textContent?.trim() ?? "";
      if (text === "" || parentElement?.checkVisibility() !== true) continue;
      found.push({ text, place: nameOf(parentElement) });
    }
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const text = element.getAttribute(name)?.trim() ?? "";
        if (element.checkVisibility()) found.push({ text, place: `${nameOf(element)}[${name}]` });
      }
    }
    return found;
  });
}
