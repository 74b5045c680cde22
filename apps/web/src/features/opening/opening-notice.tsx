import { useSyncExternalStore } from "react";
import { useText } from "../../i18n/index.ts";
import { opening, useApp } from "../../store/index.ts";
import "./opening.css";

/** Whether a long session is being taken in. */
export const useOpening = (): boolean =>
  useSyncExternalStore(opening.subscribe, () => opening.read() !== null);

/** How far a long session has been taken in, until it is there. */
export function OpeningNotice() {
  const text = useText().welcome;
  const now = useSyncExternalStore(opening.subscribe, opening.read);
  const replaying = useApp((state) => state.replay !== null);
  if (now === null || replaying) return null;
  return (
    <div className="opening">
      <label>
        <span>{text.opening(now.have, now.of)}</span>
        <progress max={now.of} value={now.have} />
      </label>
    </div>
  );
}
