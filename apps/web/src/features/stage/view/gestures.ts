import { apart, CLICK, Fingers, type Pinch, wheelPx } from "../../../parts/fingers.ts";
import { store } from "../../../store/index.ts";

export interface GestureHost {
  readonly box: HTMLElement;
  /** From px of the stage to px of the screen, as drawn now. */
  scale(): number;
  zoomAt(factor: number, clientX: number, clientY: number): void;
}

const WHEEL = 0.0022;
/** What is pressed, typed into or walked by itself. */
const OWN = "button:not(.card-name), input, select, textarea, label, .dots, .packet, .dot-tip";

type Held =
  | { readonly kind: "card"; readonly key: string; x: number; y: number }
  | { readonly kind: "pan" };

/**
 * Dragging a card, dragging the ground, pinching and the wheel with Ctrl. It works in differences
 * from one event to the next, so that a stage that changes its size under the hand does not drift.
 * @returns ends listening
 */
export function listenToGestures({ box, scale, zoomAt }: GestureHost): () => void {
  const fingers = new Fingers();
  let held: Held | null = null;
  let moved = false;
  let begun = { x: 0, y: 0 };

  const down = (event: PointerEvent) => {
    if (event.button !== 0 && event.button !== 1) return;
    const { target, pointerId, clientX: x, clientY: y } = event;
    if (!(target instanceof Element)) return;
    fingers.down(pointerId, { x, y });
    moved = false;
    begun = { x, y };
    held = fingers.count === 1 ? grasp(target) : null;
  };
  const move = (event: PointerEvent) => {
    const now = { x: event.clientX, y: event.clientY };
    if (fingers.count === 2) return pinch(fingers.pinch(event.pointerId, now));
    // The way of a press that is not yet a drag is not lost: it begins where it was pressed.
    if (held === null || (!moved && apart(now, begun) < CLICK)) return;
    const before = fingers.move(event.pointerId, now);
    if (before === undefined) return;
    if (!moved) {
      moved = true;
      box.setPointerCapture(event.pointerId);
      box.classList.add("dragging");
    }
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    if (held.kind === "pan") box.scrollBy(-dx, -dy);
    else {
      held.x += dx / scale();
      held.y += dy / scale();
      store.getState().move(held.key, { x: Math.round(held.x), y: Math.round(held.y) });
    }
  };
  const up = (event: PointerEvent) => {
    fingers.up(event.pointerId);
    held = null;
    box.classList.remove("dragging");
  };
  const pinch = (by: Pinch | null) => {
    if (by === null) return;
    moved = true;
    box.scrollBy(-by.dx, -by.dy);
    zoomAt(by.factor, by.middle.x, by.middle.y);
  };
  const click = (event: MouseEvent) => {
    // What ends a drag is no click on what was dragged.
    if (!moved) return;
    moved = false;
    event.preventDefault();
    event.stopPropagation();
  };
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomAt(Math.exp(-wheelPx(event).y * WHEEL), event.clientX, event.clientY);
  };

  const key = (event: KeyboardEvent) => {
    // From a card the stage itself hears of it.
    const nowhere = event.target === document.body || event.target === box.closest(".stage-area");
    if (nowhere && moveByKey(event, box)) event.preventDefault();
  };

  const ending = new AbortController();
  const { signal } = ending;
  box.addEventListener("pointerdown", down, { signal });
  box.addEventListener("pointermove", move, { signal });
  box.addEventListener("click", click, { signal, capture: true });
  box.addEventListener("wheel", wheel, { signal, passive: false });
  window.addEventListener("keydown", key, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", up, { signal });
  return () => ending.abort();
}

/** What a press on an element takes hold of; null: that element has its own use for it. */
function grasp(target: Element): Held | null {
  if (target.closest(OWN) !== null) return null;
  const card = target.closest<HTMLElement>("[data-key]");
  if (card === null) return target.closest(".controls-popover") === null ? { kind: "pan" } : null;
  if (target.closest(".open-controls, .controls-popover") !== null) return null;
  const key = card.dataset["key"] ?? "";
  return { kind: "card", key, x: card.offsetLeft, y: card.offsetTop };
}

/** How far (px of the stage) a card goes with each press of an arrow key. */
const KEY_STEP = 24;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Ctrl or Alt with an arrow moves the card that has the focus; without one, the view. */
export function moveByKey(event: KeyboardEvent, box: HTMLElement): boolean {
  const arrow = ARROWS[event.key];
  if (arrow === undefined || !(event.ctrlKey || event.altKey)) return false;
  const { target } = event;
  if (!(target instanceof Element) || target.matches("input, select, textarea")) return false;
  const [dx, dy] = arrow;
  const card = target.closest<HTMLElement>("[data-key]");
  if (card === null) {
    box.scrollBy(dx * 2 * KEY_STEP, dy * 2 * KEY_STEP);
    return true;
  }
  const x = card.offsetLeft + dx * KEY_STEP;
  const y = card.offsetTop + dy * KEY_STEP;
  store.getState().move(card.dataset["key"] ?? "", { x, y });
  return true;
}
