import { type ActorView, intersect, type Size } from "@sockscope/trace";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useText } from "../../i18n/index.ts";
import { lessonLeads, store, useApp } from "../../store/index.ts";
import { PRESENTED } from "../../theme/presented.ts";
import { UnreadContext, useUnread } from "./buffers/unread.ts";
import { Card } from "./cards/card.tsx";
import { dotColours } from "./group/dots.ts";
import { GroupCard } from "./group/group-card.tsx";
import { useStageMenu } from "./menu/use-stage-menu.tsx";
import { Packets } from "./packets/packets.tsx";
import { listenToGestures, moveByKey } from "./view/gestures.ts";
import { StageTools } from "./view/stage-tools.tsx";
import { useLayout } from "./view/use-layout.ts";
import { useViewport, type Viewport } from "./view/use-viewport.ts";
import { Wires } from "./wires.tsx";
import "./stage.css";
import "./cards/card.css";
import "./cards/card-inside.css";
import "./cards/line-card.css";
import "./cards/server-card.css";
import "./packets/packets.css";

/** More cards than this and only those in sight are drawn. */
const DRAW_ALL = 40;

/** The cards, wires and packets of the instant under the playhead. */
export function Stage({ controls }: { readonly controls: (actor: ActorView) => ReactNode }) {
  const text = useText();
  const box = useRef<HTMLElement>(null);
  const size = useSize(box);
  const presenting = useApp((state) => state.presenting);
  const larger = presenting ? PRESENTED : 1;
  const area = useMemo(
    () => ({ width: size.width / larger, height: size.height / larger }),
    [size, larger],
  );
  const scene = useLayout(area, presenting);
  const { layout, index, hands, openHand } = scene;
  useStageNeed(Math.ceil(scene.need * layout.scale * larger));
  const viewport = useViewport(box, size, layout.size, layout.scale * larger);
  const { scale, room, offset, visible } = viewport;
  const [reached, onReach] = useState<number | null>(null);
  const present = layout.cards.flatMap((card) =>
    card.view === null ? [] : [{ card, view: card.view }],
  );
  const shown =
    present.length <= DRAW_ALL
      ? present
      : present.filter(({ card }) => card.actor === reached || intersect(card.rect, visible));
  const reachable = shown.some(({ card }) => card.actor === reached)
    ? reached
    : (shown[0]?.card.actor ?? null);
  useEffect(() => {
    if (openHand === null) return;
    const card = box.current?.querySelector(`[data-actor="${openHand}"]`);
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [openHand]);
  useEffect(() => void dotColours(), []);
  useScrollToLit(box, scale, present.length);
  useGestures(box, viewport);
  useFocusRestore(box);
  const roams = room.width > size.width || room.height > size.height;
  const menu = useStageMenu(layout);
  const unread = useUnread(scene.view);
  return (
    <UnreadContext value={unread}>
      <div className="stage-frame">
        <section
          className={roams ? "stage roams" : "stage"}
          ref={box}
          aria-label={text.panels.stage}
          onKeyDown={walk}
          onContextMenu={menu.open}
        >
          <div className="stage-room" style={room}>
            <div
              className="stage-plane"
              style={{
                ...layout.size,
                left: offset.x,
                top: offset.y,
                transform: scale === 1 ? "none" : `scale(${scale})`,
              }}
            >
              <Wires layout={layout} />
              {layout.groups.map((group) => (
                <GroupCard key={group.key} group={group} scale={scale} />
              ))}
              {shown.map(({ card, view }) => (
                <Card
                  key={card.actor}
                  card={card}
                  view={view}
                  scale={scale}
                  reachable={card.actor === reachable}
                  onReach={onReach}
                  numberOf={(socket) => index.conversation(socket)?.number ?? 0}
                  hand={
                    hands.has(card.actor)
                      ? {
                          controls: controls(view),
                          open: card.actor === openHand,
                          onToggle: () => scene.toggleHand(card.actor),
                          onHeight: scene.measured,
                        }
                      : null
                  }
                />
              ))}
              <Packets layout={layout} />
            </div>
          </div>
        </section>
        {present.length + layout.groups.length > 0 && (
          <StageTools foldable={scene.foldable} aside={layout.columns > 1} />
        )}
        {scene.folded > 0 && <p className="stage-ended">{text.stage.endedFolded(scene.folded)}</p>}
        {menu.shown}
      </div>
    </UnreadContext>
  );
}

/** A lesson speaks of these cards: where not all fits, the first of them is in sight. */
function useScrollToLit(
  box: React.RefObject<HTMLElement | null>,
  scale: number,
  cards: number,
): void {
  const lit = useApp(({ lesson }) => lesson?.lit);
  useEffect(() => {
    if (scale <= 0 || cards === 0) return;
    for (const actor of [...(lit ?? [])].toReversed())
      box.current
        ?.querySelector(`[data-actor="${actor}"]`)
        ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [box, lit, scale, cards]);
}

/** While a lesson is shown to a room, the page gives the stage the height that its cards need. */
function useStageNeed(height: number): void {
  const leads = useApp(lessonLeads);
  useLayoutEffect(() => store.getState().setStageNeed(leads ? height : null), [leads, height]);
}

/** Gestures hear of the newest scale without being set up anew. */
function useGestures(box: React.RefObject<HTMLElement | null>, viewport: Viewport): void {
  const newest = useRef(viewport);
  useLayoutEffect(() => {
    newest.current = viewport;
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    return listenToGestures({
      box: element,
      scale: () => newest.current.scale,
      zoomAt: (...args) => newest.current.zoomAt(...args),
    });
  }, [box]);
}

/** A card that goes takes the focus with it: the card that stands in its place gets it. */
function useFocusRestore(box: React.RefObject<HTMLElement | null>): void {
  const had = useRef<{ readonly element: Element; readonly at: number } | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    const active = document.activeElement;
    if (element === null || (had.current === null && !element.contains(active))) return;
    const all = [...element.querySelectorAll<HTMLElement>("[data-key]")];
    const at = all.findIndex((card) => card.contains(active));
    if (at >= 0 && active !== null) {
      had.current = { element: active, at };
      return;
    }
    const lost = had.current !== null && !had.current.element.isConnected;
    if (lost && (active === null || active === document.body)) {
      const next = all[Math.min(had.current?.at ?? 0, all.length - 1)];
      const target = next?.querySelector<HTMLElement>(".card-name, .dots");
      (target ?? element.closest<HTMLElement>(".stage-area"))?.focus();
    }
    had.current = null;
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      const all = [...element.querySelectorAll("[data-key]")];
      const at = all.findIndex((card) => card.contains(target));
      had.current = at < 0 ? null : { element: target, at };
    };
    element.addEventListener("focusin", note);
    return () => element.removeEventListener("focusin", note);
  }, [box]);
}

/** Arrow up and down go from card to card. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (moveByKey(event.nativeEvent, event.currentTarget)) return event.preventDefault();
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const { target, currentTarget } = event;
  if (by === undefined || !(target instanceof Element) || !target.matches(".card-name")) return;
  const names = [...currentTarget.querySelectorAll<HTMLElement>(".card-name")];
  const at = names.findIndex((name) => name === target);
  names[(at + by + names.length) % names.length]?.focus();
  event.preventDefault();
}

/** The inner size of an element, in px. */
function useSize(ref: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 850, height: 340 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const { offsetWidth: width, offsetHeight: height } = element;
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
