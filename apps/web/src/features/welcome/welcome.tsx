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
      <LessonButton className="welcome-button" lesson="tour" open={open}>
        <Icon name="play" size={16} /> {text.button}
      </LessonButton>
      <p>{open ? text.sentence : text.loading}</p>
      <LessonButton className="welcome-second" lesson="udp-datagrams" open={open}>
        {text.second}
      </LessonButton>
      {more}
    </div>
  );
}

/** Plays a lesson, once the page is connected with the server. */
function LessonButton(props: {
  readonly className: string;
  readonly lesson: Parameters<typeof playLesson>[0];
  readonly open: boolean;
  readonly children: ReactNode;
}) {
  const { className, lesson, open, children } = props;
  return (
    <button
      type="button"
      className={className}
      aria-disabled={!open}
      onClick={() => {
        if (open) playLesson(lesson);
      }}
    >
      {children}
    </button>
  );
}
