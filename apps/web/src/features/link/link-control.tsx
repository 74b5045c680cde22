import type { StageView } from "@sockscope/trace";
import { useState } from "react";
import { type Dictionary, useText } from "../../i18n/index.ts";
import { deferred } from "../../parts/deferred.tsx";
import { Icon } from "../../parts/icons.tsx";
import { Popover } from "../../parts/overlays/popover.tsx";
import { useLiveStage } from "../../store/index.ts";
import { presetOf } from "./presets.ts";
import "./link.css";

const { Part: LinkPanel } = deferred(async () => (await import("./link-panel.tsx")).LinkPanel);

/** What the link does at this moment, in two words, and the panel that changes it. */
export function LinkControl() {
  const text = useText();
  const say = text.conditions.link;
  const stage = useLiveStage();
  const [open, setOpen] = useState(false);
  const name = linkName(stage, text);
  return (
    <Popover
      title={say.title}
      open={open}
      onOpen={setOpen}
      buttonClass={name === say.perfect ? "chip-button" : "chip-button link-on"}
      button={
        <>
          {say.chip(name)} <Icon name="down" size={11} />
        </>
      }
    >
      <LinkPanel stage={stage} />
    </Popover>
  );
}

function linkName({ links }: StageView, { conditions: { link: say } }: Dictionary): string {
  const stage = links.find(({ scope }) => scope.over === "stage");
  if (stage === undefined) return links.length === 0 ? say.perfect : say.some;
  const preset = presetOf(stage.conditions);
  return preset === null ? say.own : say[preset];
}
