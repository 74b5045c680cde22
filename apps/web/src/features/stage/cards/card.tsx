import type { ActorView, CardPlace } from "@sockscope/trace";
import type { ReactNode } from "react";
import { CardFrame } from "./card-frame.tsx";
import { PlainInside } from "./client-card.tsx";
import { LineInside } from "./line-inside.tsx";
import { ControlsButton, OpenControls } from "./open-controls.tsx";
import { OutsiderInside } from "./outsider-inside.tsx";
import { ServerCardInside } from "./server-inside.tsx";

export interface CardProps {
  readonly card: CardPlace;
  readonly view: ActorView;
  readonly reachable: boolean;
  readonly onReach: (actor: number) => void;
  readonly numberOf: (socket: number) => number;
  /** Of the stage on the screen. */
  readonly scale: number;
  /** Null for a card that is not driven by hand. */
  readonly hand: {
    readonly controls: ReactNode;
    /** Whether this one's controls are asked for. */
    readonly open: boolean;
    readonly onToggle: () => void;
    readonly onHeight: (height: number) => void;
  } | null;
}

/** One card of the stage, in the form that the layout has chosen. */
export function Card({ card, view, hand, numberOf, scale, reachable, onReach }: CardProps) {
  const line = card.form === "line";
  const popover = line && hand !== null && hand.open ? hand.controls : null;
  const aside = line ? <LineInside view={view} /> : null;
  return (
    <CardFrame
      card={card}
      view={view}
      reachable={reachable}
      onReach={onReach}
      aside={
        <>
          {aside}
          {hand !== null && !card.open && (
            <ControlsButton
              open={hand.open}
              onToggle={hand.onToggle}
              short={line}
              popover={popover}
            />
          )}
        </>
      }
      raised={popover !== null}
    >
      {!line && <Inside card={card} view={view} numberOf={numberOf} scale={scale} hand={hand} />}
      {card.open && hand !== null && (
        <OpenControls onHeight={hand.onHeight}>{hand.controls}</OpenControls>
      )}
    </CardFrame>
  );
}

function Inside(props: Pick<CardProps, "card" | "view" | "numberOf" | "scale" | "hand">) {
  const { card, view, numberOf, scale, hand } = props;
  if (view.actor.role === "outsider") return <OutsiderInside view={view} side={card.side} />;
  if (card.inside === null) return <PlainInside view={view} prints={hand === null} />;
  return <ServerCardInside view={view} inside={card.inside} numberOf={numberOf} scale={scale} />;
}
