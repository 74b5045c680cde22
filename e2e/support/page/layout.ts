import type { Page } from "@playwright/test";

/**
 * What is wrong with the page's layout at this moment, a sentence each: texts that are cut off by
 * what they stand in, texts or controls that lie over one another, cards that do, a page that has
 * to be scrolled sideways. An ellipsis is a way of its own to be short, and what can be scrolled to
 * is not cut off.
 */
export function layoutProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const SLACK = 1.5;
    const problems: string[] = [];
    interface Box {
      readonly name: string;
      readonly element: Element;
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const quote = (text: string) => `“${text.trim().slice(0, 40)}”`;
    const scrolls = (overflow: string) => overflow === "auto" || overflow === "scroll";

    interface Clip {
      readonly rect: DOMRect;
      /** Whether what it cuts off can still be had, or is marked as cut. */
      readonly fairX: boolean;
      readonly fairY: boolean;
    }
    const clips = new Map<Element, readonly Clip[]>();
    /** What cuts off an element's contents, from the inside out. */
    const clipsOf = (element: Element): readonly Clip[] => {
      const known = clips.get(element);
      if (known !== undefined) return known;
      const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(element);
      const clamped = webkitLineClamp !== "none";
      const clip = {
        rect: element.getBoundingClientRect(),
        fairX: clamped || textOverflow === "ellipsis" || scrolls(overflowX),
        fairY: clamped || scrolls(overflowY),
      };
      const { parentElement } = element;
      const outer = parentElement === null ? [] : clipsOf(parentElement);
      const cuts = overflowX !== "visible" || overflowY !== "visible";
      const isPage = element === document.body || element === document.documentElement;
      const all = cuts && !isPage ? [clip, ...outer] : outer;
      clips.set(element, all);
      return all;
    };

    /** The part of a rectangle that its ancestors let through; says so if they cut it off. */
    const seen = (element: Element, rect: DOMRect, name: string): Box | null => {
      let { left, top, right, bottom } = rect;
      for (const { rect: clip, fairX, fairY } of clipsOf(element)) {
        const cutX = right > clip.right + SLACK || left < clip.left - SLACK;
        const cutY = bottom > clip.bottom + SLACK || top < clip.top - SLACK;
        if (cutX && !fairX) problems.push(`${name} is cut off sideways`);
        if (cutY && !fairY) problems.push(`${name} is cut off in height`);
        left = Math.max(left, clip.left);
        right = Math.min(right, clip.right);
        top = Math.max(top, clip.top);
        bottom = Math.min(bottom, clip.bottom);
      }
      if (right - left < 1 || bottom - top < 1) return null;
      return { name, element, left, top, right, bottom };
    };
    const isShown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest(".hidden-text, .skip, .packets, [inert]") === null;

    const texts: Box[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (textContent?.trim() === "" || parentElement === null || !isShown(parentElement)) continue;
      if (parentElement.closest("select, svg") !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const rect of range.getClientRects()) {
        const box = seen(parentElement, rect, quote(textContent ?? ""));
        if (box !== null) texts.push(box);
      }
    }
    const boxesOf = (selector: string) =>
      [...document.querySelectorAll(selector)].filter(isShown).flatMap((element) => {
        const name = `${element.localName} ${quote(element.ariaLabel ?? element.textContent)}`;
        const box = seen(element, element.getBoundingClientRect(), name);
        return box === null ? [] : [box];
      });
    const layers = (element: Element) =>
      element.closest("dialog, [role=dialog], [role=menu], .card.raised");

    const reportOverlaps = (boxes: readonly Box[], what: string) => {
      // From the top down: once a box begins below another's end, so do all that follow it.
      const sorted = boxes.map((box, order) => ({ box, order }));
      sorted.sort((a, b) => a.box.top - b.box.top);
      for (const [index, upper] of sorted.entries()) {
        const { bottom, left, right } = upper.box;
        for (let next = index + 1; next < sorted.length; next += 1) {
          const lower = sorted[next];
          if (lower === undefined || bottom - lower.box.top <= SLACK) break;
          const height = Math.min(bottom, lower.box.bottom) - lower.box.top;
          const width = Math.min(right, lower.box.right) - Math.max(left, lower.box.left);
          if (width <= SLACK || height <= SLACK) continue;
          const [{ box: a }, { box: b }] =
            upper.order < lower.order ? [upper, lower] : [lower, upper];
          if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
          // What opens above the page hides what is below it.
          if (layers(a.element) !== layers(b.element)) continue;
          problems.push(`${what} ${a.name} and ${b.name} overlap`);
        }
      }
    };
    // Lines of one text stand close, and glyphs may reach into the next line.
    const flat = texts.map((box) => {
      const third = (box.bottom - box.top) / 4;
      return { ...box, top: box.top + third, bottom: box.bottom - third };
    });
    reportOverlaps(flat, "texts");
    reportOverlaps(boxesOf("button, input:not([type=radio]), select, a[href]"), "controls");
    reportOverlaps(boxesOf("article"), "cards");
    reportOverlaps(boxesOf(".header, .panel, .stage-area, .timeline-area, .scrubber"), "parts");
    for (const box of [...texts, ...boxesOf("article, button")]) {
      if (box.right > innerWidth + SLACK || box.bottom > innerHeight + SLACK) {
        problems.push(`${box.name} is outside the window`);
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) problems.push("the page scrolls sideways");
    return [...new Set(problems)];
  });
}
