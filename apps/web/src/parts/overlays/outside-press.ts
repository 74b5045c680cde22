import { type RefObject, useEffect, useEffectEvent } from "react";

/** Calls `pressed` when a press begins outside of `box`, for as long as `open`. */
export function useOutsidePress(
  box: RefObject<HTMLElement | null>,
  open: boolean,
  pressed: () => void,
): void {
  const onPress = useEffectEvent(pressed);
  useEffect(() => {
    if (!open) return;
    const press = ({ target }: PointerEvent) => {
      if (target instanceof Node && !box.current?.contains(target)) onPress();
    };
    document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  }, [box, open]);
}
