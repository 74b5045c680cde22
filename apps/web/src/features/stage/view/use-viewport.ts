import type { Point, Rect, Size } from "@sockscope/trace";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { store, useApp } from "../../../store/index.ts";

/** Cards this far (px) out of sight are drawn too, so that scrolling shows no gaps. */
const BEYOND = 400;

export interface Viewport {
  /** From px of the stage to px of the screen. */
  readonly scale: number;
  /** Where the stage's top left is inside its room, in px of the screen. */
  readonly offset: Point;
  /** What can be scrolled over, in px of the screen. */
  readonly room: Size;
  /** What may be in sight, in px of the stage. */
  readonly visible: Rect;
  /** Zooms so that what is at this point of the window stays there. */
  readonly zoomAt: (factor: number, clientX: number, clientY: number) => void;
}

interface Held {
  /** A point of the stage, and where it is to be in the element. */
  readonly stage: Point;
  readonly element: Point;
}

/** Zoom and pan: panning is scrolling, so that bars, wheels, keys and fingers all work. */
export function useViewport(
  box: RefObject<HTMLElement | null>,
  size: Size,
  content: Size,
  fitting: number,
): Viewport {
  const zoom = useApp((state) => state.zoom);
  const scale = fitting * zoom;
  const held = useRef<Held | null>(null);
  const drawn = useRef({ scale, zoom, offset: { x: 0, y: 0 }, roams: false });
  const [scrolled, setScrolled] = useState<Point>({ x: 0, y: 0 });
  const room = {
    width: Math.floor(content.width * scale),
    height: Math.floor(content.height * scale),
  };
  const roams = room.width > size.width || room.height > size.height;
  const offset = {
    x: Math.max(0, Math.floor((size.width - room.width) / 2)),
    y: Math.max(0, Math.floor((size.height - room.height) / 2)),
  };

  useLayoutEffect(() => {
    const element = box.current;
    const before = drawn.current;
    drawn.current = { scale, zoom, offset, roams };
    if (element === null || before.scale === scale) return;
    // Who zooms looks at the middle; who is given another size goes on from where his sight began.
    const hold = before.zoom === zoom ? holdBeginning : holdMiddle;
    const at = held.current ?? (before.roams ? hold(element, before) : null);
    held.current = null;
    // Who saw everything sees its beginning when it does not fit any more.
    element.scrollTo({
      left: at === null ? 0 : at.stage.x * scale + offset.x - at.element.x,
      top: at === null ? 0 : at.stage.y * scale + offset.y - at.element.y,
      behavior: "instant",
    });
  });

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const tell = () => {
      const step = (px: number) => Math.round(px / (BEYOND / 2)) * (BEYOND / 2);
      const now = { x: step(element.scrollLeft), y: step(element.scrollTop) };
      setScrolled((old) => (old.x === now.x && old.y === now.y ? old : now));
    };
    element.addEventListener("scroll", tell, { passive: true });
    return () => element.removeEventListener("scroll", tell);
  }, [box]);

  const zoomAt = (factor: number, clientX: number, clientY: number) => {
    const element = box.current;
    if (element === null) return;
    const { left, top } = element.getBoundingClientRect();
    held.current = holdPoint(element, drawn.current, { x: clientX - left, y: clientY - top });
    store.getState().setZoom(store.getState().zoom * factor);
  };
  return {
    scale,
    offset,
    room: { width: room.width + 2 * offset.x, height: room.height + 2 * offset.y },
    visible: {
      x: (scrolled.x - BEYOND) / scale,
      y: (scrolled.y - BEYOND) / scale,
      width: (size.width + 2 * BEYOND) / scale,
      height: (size.height + 2 * BEYOND) / scale,
    },
    zoomAt,
  };
}

type Drawn = { readonly scale: number; readonly offset: Point };

function holdPoint(element: HTMLElement, { scale, offset }: Drawn, at: Point): Held {
  const stage = {
    x: (element.scrollLeft + at.x - offset.x) / scale,
    y: (element.scrollTop + at.y - offset.y) / scale,
  };
  return { stage, element: at };
}

const holdBeginning = (element: HTMLElement, drawn: Drawn): Held =>
  holdPoint(element, drawn, { x: 0, y: 0 });

const holdMiddle = (element: HTMLElement, drawn: Drawn): Held =>
  holdPoint(element, drawn, { x: element.clientWidth / 2, y: element.clientHeight / 2 });
