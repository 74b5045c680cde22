import type { StageView } from "@sockscope/trace";
import { useEffect, useId, useRef, useState } from "react";
import { type Dictionary, useText } from "../../i18n/index.ts";
import { Icon } from "../../parts/icons.tsx";
import { useLiveStage } from "../../store/index.ts";
import { LinkPanel } from "./link-panel.tsx";
import { presetOf } from "./presets.ts";
import "./link.css";

/** What the link does at this moment, in two words, and the panel that changes it. */
export function LinkControl() {
  const text = useText();
  const say = text.conditions.link;
  const stage = useLiveStage();
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>("select")?.focus();
    const outside = ({ target }: PointerEvent) => {
      if (target instanceof Node && !box.current?.contains(target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);

  const name = linkName(stage, text);
  return (
    <div className="link-control" ref={box}>
      <button
        ref={button}
        type="button"
        className={name === say.perfect ? "chip-button" : "chip-button link-on"}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {say.chip(name)} <Icon name="down" size={11} />
      </button>
      {open && (
        <div className="link-panel" role="dialog" id={id} aria-label={say.title}>
          <LinkPanel stage={stage} />
        </div>
      )}
    </div>
  );
}

function linkName({ links }: StageView, { conditions: { link: say } }: Dictionary): string {
  const stage = links.find(({ scope }) => scope.over === "stage");
  if (stage === undefined) return links.length === 0 ? say.perfect : say.some;
  const preset = presetOf(stage.conditions);
  return preset === null ? say.own : say[preset];
}
