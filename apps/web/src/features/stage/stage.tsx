import type { ActorView, Size } from "@sockscope/trace";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useText } from "../../i18n/index.ts";
import { Card } from "./card.tsx";
import { Packets } from "./packets.tsx";
import { useLayout } from "./use-layout.ts";
import { Wires } from "./wires.tsx";
import "./stage.css";
import "./card.css";
import "./card-inside.css";
import "./line-card.css";
import "./server-card.css";
import "./packets.css";

/** The cards, wires and packets of the instant under the playhead. */
export function Stage({ controls }: { readonly controls: (actor: ActorView) => ReactNode }) {
  const text = useText();
  const box = useRef<HTMLElement>(null);
  const size = useSize(box);
  const scene = useLayout(size);
  const { layout, index, hands, openHand } = scene;
  const [reached, onReach] = useState<number | null>(null);
  const shown = layout.cards.flatMap((card) =>
    card.view === null ? [] : [{ card, view: card.view }],
  );
  const reachable = shown.some(({ card }) => card.actor === reached)
    ? reached
    : (shown[0]?.card.actor ?? null);
  const { scale } = layout;
  useEffect(() => {
    if (openHand === null) return;
    const card = box.current?.querySelector(`[data-actor="${openHand}"]`);
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [openHand]);
  const [width, height] = [
    Math.floor(layout.size.width * scale),
    Math.floor(layout.size.height * scale),
  ];
  return (
    <section className="stage" ref={box} aria-label={text.panels.stage} onKeyDown={walk}>
      <div className="stage-room" style={{ width, height }}>
        <div
          className="stage-plane"
          style={{ ...layout.size, transform: scale === 1 ? "none" : `scale(${scale})` }}
        >
          <Wires layout={layout} />
          {shown.map(({ card, view }) => (
            <Card
              key={card.actor}
              card={card}
              view={view}
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
  );
}

/** Arrow up and down go from card to card. */
function walk(event: KeyboardEvent<HTMLElement>): void {
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
