import { type GroupMember, type GroupPlace, memberAt } from "@sockscope/trace";
import {
  type KeyboardEvent,
  type PointerEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { actorName, useText } from "../../../i18n/index.ts";
import { store, useApp } from "../../../store/index.ts";
import { callOf, stateOf } from "../state/card-state.ts";
import { dotsOf, drawDots, edgeOf, useNewColours } from "./dots.ts";

/** The dots of a group: a list of which one is active, walked by arrow keys or pointed at. */
export function DotField(props: {
  readonly group: GroupPlace;
  readonly labelledBy: string;
  readonly scale: number;
}) {
  const { group, labelledBy, scale } = props;
  const { grid, members, like } = group;
  const edge = edgeOf(like);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [active, setActive] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const id = useId();
  const chosen = useApp(({ selection }) => (selection?.kind === "actor" ? selection.actor : null));
  useNewColours();
  const here = members.filter(({ view }) => view !== null);
  const walked = here.find(({ actor }) => actor === active) ?? here[0];
  const pointed = here.find(({ actor }) => actor === hovered) ?? (focused ? walked : undefined);

  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const marks = { selected: chosen, active: focused ? (walked?.actor ?? null) : hovered };
    drawDots(canvas.current, grid, dotsOf(members), marks, edge, scale * devicePixelRatio);
  });

  const under = (event: PointerEvent<HTMLElement>): GroupMember | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const px = (grid.columns * grid.cell) / box.width;
    const [x, y] = [(event.clientX - box.left) * px, (event.clientY - box.top) * px];
    return memberAt(group, group.rect.x + grid.x + x, group.rect.y + grid.y + y);
  };
  const toggle = (actor: number) =>
    store.getState().select(chosen === actor ? null : { kind: "actor", actor });
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const to = neighbour(here, walked, event.key, grid.columns);
    const acts = event.key === "Enter" || event.key === " ";
    if (to === undefined && !acts) return;
    event.preventDefault();
    if (to !== undefined) setActive(to.actor);
    else if (walked !== undefined) toggle(walked.actor);
  };
  const size = { width: grid.columns * grid.cell, height: grid.rows * grid.cell };
  return (
    <div
      className="dots"
      role="listbox"
      tabIndex={0}
      data-member={pointed?.actor}
      aria-labelledby={labelledBy}
      aria-activedescendant={walked === undefined ? undefined : id}
      style={{ left: grid.x, top: grid.y, ...size }}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={press}
      onPointerMove={(event) => setHovered(under(event)?.actor ?? null)}
      onPointerLeave={() => setHovered(null)}
      onClick={() => {
        if (hovered === null) return;
        setActive(hovered);
        toggle(hovered);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" style={size} />
      {walked !== undefined && (
        <DotWords id={id} member={walked} chosen={walked.actor === chosen} of={here} />
      )}
      {pointed !== undefined && <DotTip member={pointed} group={group} />}
    </div>
  );
}

function DotWords(props: {
  readonly id: string;
  readonly member: GroupMember;
  readonly chosen: boolean;
  readonly of: readonly GroupMember[];
}) {
  const { id, member, chosen, of } = props;
  const words = useMemberWords(member);
  return (
    <div
      className="hidden-text"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-setsize={of.length}
      aria-posinset={of.indexOf(member) + 1}
    >
      {words}
    </div>
  );
}

/** Who a dot is, beside it. */
function DotTip({ member, group }: { readonly member: GroupMember; readonly group: GroupPlace }) {
  const { grid } = group;
  const words = useMemberWords(member);
  const column = member.cell % grid.columns;
  const top = Math.floor(member.cell / grid.columns) * grid.cell;
  const left = (column + 0.5) * grid.cell;
  const side = column > grid.columns / 2 ? "toward-left" : "toward-right";
  return (
    <div className={`dot-tip ${side}`} style={{ left, top }} aria-hidden="true">
      {words}
    </div>
  );
}

/** `Hello client 7: blocked in a call, recv` */
function useMemberWords({ view }: GroupMember): string {
  const text = useText();
  if (view === null) return "";
  const call = view.ended === null ? callOf(view, () => true) : null;
  const state = text.stage.states[stateOf(view)];
  return text.stage.member(actorName(text, view.actor), state, call?.verb ?? null);
}

/** The next dot in the direction of a key; gaps are stepped over. */
function neighbour(
  here: readonly GroupMember[],
  from: GroupMember | undefined,
  key: string,
  columns: number,
): GroupMember | undefined {
  if (from === undefined) return undefined;
  const after = (test: (cell: number) => boolean) => here.find(({ cell }) => test(cell));
  const before = (test: (cell: number) => boolean) => here.findLast(({ cell }) => test(cell));
  switch (key) {
    case "ArrowRight":
      return after((cell) => cell > from.cell);
    case "ArrowLeft":
      return before((cell) => cell < from.cell);
    case "ArrowDown":
      return after((cell) => cell > from.cell && cell % columns === from.cell % columns);
    case "ArrowUp":
      return before((cell) => cell < from.cell && cell % columns === from.cell % columns);
    case "Home":
      return here[0];
    case "End":
      return here.at(-1);
    default:
      return undefined;
  }
}
