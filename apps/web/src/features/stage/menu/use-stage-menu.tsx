import type { StageLayout } from "@sockscope/trace";
import { type MouseEvent, type ReactNode, useCallback, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { ContextMenu } from "../../../parts/overlays/context-menu.tsx";
import { menuOf } from "./stage-menu.ts";
import type { StageMenu } from "./stage-menu-type.ts";

interface Opened extends StageMenu {
  readonly x: number;
  readonly y: number;
}

/** The menu that the right button, the menu key or Shift+F10 opens on a thing of the stage. */
export function useStageMenu(layout: StageLayout): {
  readonly open: (event: MouseEvent<HTMLElement>) => void;
  readonly shown: ReactNode;
} {
  const text = useText();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = useCallback(() => setOpened(null), []);
  const open = (event: MouseEvent<HTMLElement>) => {
    const { target, clientX, clientY } = event;
    // Where text is typed, the browser's own menu pastes.
    if (!(target instanceof Element) || target.closest("input, textarea") !== null) return;
    const menu = menuOf(target, layout, text);
    if (menu === null) return;
    event.preventDefault();
    const byKey = clientX === 0 && clientY === 0;
    const box = target.getBoundingClientRect();
    const [x, y] = byKey ? [box.left + 12, box.top + 24] : [clientX, clientY];
    setOpened({ ...menu, x, y });
  };
  const shown =
    opened === null ? null : (
      <ContextMenu
        label={opened.label}
        x={opened.x}
        y={opened.y}
        items={opened.items}
        onClose={close}
      />
    );
  return { open, shown };
}
