import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../parts/controls/button.tsx";
import { playhead, useApp } from "../../store/index.ts";

/** The playhead's buttons, as on any player. */
export function Transport() {
  const text = useText().header;
  const moving = useApp((state) => state.mode !== "paused");
  return (
    <div className="transport">
      <IconButton icon="first" label={text.first} onClick={playhead.first} />
      <IconButton icon="previous" label={text.previous} onClick={playhead.previous} />
      <IconButton
        className="on"
        icon={moving ? "pause" : "play"}
        label={moving ? text.pause : text.play}
        onClick={playhead.toggle}
      />
      <IconButton icon="next" label={text.next} onClick={playhead.next} />
      <IconButton icon="last" label={text.toLive} onClick={playhead.live} />
    </div>
  );
}
