import type { ReactNode } from "react";
import { useText } from "../../i18n/index.ts";
import { Icon } from "../../parts/icons.tsx";
import { playLesson, useApp } from "../../store/index.ts";
import "./welcome.css";

/** An empty stage is an invitation: one large button. `more` are further ways to begin. */
export function Welcome({ more }: { readonly more: ReactNode }) {
  const text = useText().welcome;
  const open = useApp((state) => state.connectionStatus === "open");
  return (
    <div className="welcome">
      <h2>{text.title}</h2>
      <button
        type="button"
        className="welcome-button"
        aria-disabled={!open}
        onClick={() => {
          if (open) playLesson("tour");
        }}
      >
        <Icon name="play" size={16} /> {text.button}
      </button>
      <p>{open ? text.sentence : text.loading}</p>
      <button
        type="button"
        className="welcome-second"
        aria-disabled={!open}
        onClick={() => {
          if (open) playLesson("udp-datagrams");
        }}
      >
        {text.second}
      </button>
      {more}
    </div>
  );
}
