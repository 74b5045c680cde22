import type { ReactNode } from "react";
import { useText } from "../../i18n/index.ts";
import { BrandMark } from "../../parts/icons.tsx";
import { LessonPicker } from "./lesson-picker.tsx";
import { Now } from "./now.tsx";
import { Settings } from "./settings.tsx";
import { Speed } from "./speed.tsx";
import { Transport } from "./transport.tsx";
import "./header.css";

/** What concerns the whole page: which demonstration, where the playhead is, language, theme. */
export function Header(props: {
  readonly onHelp: () => void;
  /** Null where they cannot be had. */
  readonly onRecordings: (() => void) | null;
  /** How programs run. */
  readonly gate: ReactNode;
  /** What lies between them. */
  readonly link: ReactNode;
}) {
  const { onHelp, onRecordings, gate, link } = props;
  const text = useText();
  return (
    <header className="header">
      <div className="header-start">
        <h1 className="brand">
          <BrandMark />
          <span className="brand-name">Sockscope</span>
        </h1>
        <LessonPicker />
      </div>
      <div className="header-play" role="group" aria-label={text.header.transport}>
        <Transport />
        <Speed />
        {gate}
        <Now />
      </div>
      <div className="header-end">
        {link}
        <Settings onHelp={onHelp} onRecordings={onRecordings} />
      </div>
    </header>
  );
}
