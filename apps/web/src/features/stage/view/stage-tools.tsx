import { type Actor, groupKeyOf, groupNumber } from "@sockscope/trace";
import { groupName, useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../parts/controls/button.tsx";
import { getTrace, store, useApp, ZOOM_STEP } from "../../../store/index.ts";
import "./stage-tools.css";

/** Zoom, folding and tidying, in the corner of the stage; only what there is something to do with. */
export function StageTools({
  foldable,
  aside,
}: {
  readonly foldable: readonly Actor[];
  /** Servers stand in the middle too: they leave room on the left only. */
  readonly aside: boolean;
}) {
  const text = useText();
  const zoom = useApp((state) => state.zoom);
  const touched = useApp(({ moved }) => Object.keys(moved).length > 0);
  const { setZoom, fold, tidy } = store.getState();
  const { tools } = text.stage;
  return (
    <div
      className={aside ? "stage-tools aside" : "stage-tools"}
      role="group"
      aria-label={tools.label}
    >
      {foldable.map((actor) => (
        <button
          key={groupKeyOf(actor)}
          type="button"
          className="chip-button"
          onClick={() => fold(groupKeyOf(actor), true)}
        >
          {text.stage.fold(groupName(text, actor, groupNumber(getTrace().actors, actor)))}
        </button>
      ))}
      {touched && (
        <button type="button" className="chip-button" onClick={tidy}>
          {tools.tidy}
        </button>
      )}
      <span className="zoom-tools">
        <IconButton icon="minus" label={tools.zoomOut} onClick={() => setZoom(zoom / ZOOM_STEP)} />
        <button
          type="button"
          className="zoom-value"
          title={tools.fit}
          aria-label={tools.fit}
          onClick={() => setZoom(1)}
        >
          {Math.round(zoom * 100)} %
        </button>
        <IconButton icon="plus" label={tools.zoomIn} onClick={() => setZoom(zoom * ZOOM_STEP)} />
      </span>
    </div>
  );
}
