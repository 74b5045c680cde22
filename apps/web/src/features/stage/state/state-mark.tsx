import { useText } from "../../../i18n/index.ts";
import type { CardState } from "./card-state.ts";

const shapes = {
  running: <circle cx="7" cy="7" r="5" />,
  gate: <path d="M3 2h3v10H3zM8 2h3v10H8z" />,
  blocked: <path d="M5.4 1.2a6 6 0 1 0 7.4 8.3A5.2 5.2 0 0 1 5.4 1.2z" />,
  ended: <circle className="hollow" cx="7" cy="7" r="4.4" />,
  failed: (
    <path d="M3.4 2 7 5.6 10.6 2 12 3.4 8.4 7l3.6 3.6-1.4 1.4L7 8.4 3.4 12 2 10.6 5.6 7 2 3.4z" />
  ),
} as const satisfies Readonly<Record<CardState, unknown>>;

/** A program's state: a shape of its own for each, and in words for who cannot see it. */
export function StateMark({ state }: { readonly state: CardState }) {
  const label = useText().stage.states[state];
  return (
    <span className={`state-mark ${state}`} title={label}>
      <svg width="13" height="13" viewBox="0 0 14 14" aria-hidden="true">
        {shapes[state]}
      </svg>
      <span className="hidden-text">{label}</span>
    </span>
  );
}
