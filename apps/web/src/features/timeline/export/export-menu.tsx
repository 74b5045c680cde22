import { useText } from "../../../i18n/index.ts";
import { Menu } from "../../../parts/overlays/menu.tsx";
import { store } from "../../../store/index.ts";
import type { TimelineView } from "../canvas/timeline-view.ts";
import type { PictureKind } from "./save-picture.ts";

/** Null where it cannot be had from the server. */
const exporting = () => import("./save-picture.ts").catch(() => null);

/** The timeline as a picture: what is in sight, or all of it. */
export function ExportMenu({ view }: { readonly view: TimelineView | null }) {
  const text = useText().timeline.save;
  const item = (key: string, label: string, act: (view: TimelineView) => Promise<void>) => ({
    ...{ key, label },
    act: () => {
      if (view !== null) void act(view);
    },
  });
  const saveVisible = (kind: PictureKind) => async (shown: TimelineView) => {
    const code = await exporting();
    if (code === null || !(await code.savePicture(shown.picture, kind))) tellFailed();
  };
  const whole = (kind: PictureKind) => async (shown: TimelineView) => {
    const { from, to, of } = shown.sceneRange;
    const code = await exporting();
    if (code === null || !(await code.saveWhole(shown, kind))) return tellFailed();
    // A timeline shows one stage at a time: what came before it stood empty is another one.
    if (to - from < of) store.getState().tell({ code: "picture-part", from: from + 1, to, of });
  };
  return (
    <Menu
      label={text.label}
      items={[
        item("svg", text.svg, saveVisible("svg")),
        item("png", text.png, saveVisible("png")),
        item("svg-all", text.svgAll, whole("svg")),
        item("png-all", text.pngAll, whole("png")),
        {
          key: "stills",
          label: text.stills,
          act: () => store.getState().askForStills("choosing"),
        },
      ]}
    />
  );
}

const tellFailed = () => store.getState().tell({ code: "picture-failed" });
