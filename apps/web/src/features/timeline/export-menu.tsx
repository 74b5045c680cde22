import { useText } from "../../i18n/index.ts";
import { Menu } from "../../parts/menu.tsx";
import { store } from "../../store/index.ts";
import { savePng, saveSvg } from "./export.ts";
import type { TimelineView } from "./timeline-view.ts";

/** A canvas larger than this (px, either side) is refused by some browsers. */
const MOST = 16_000;

/** The timeline as a picture: what is in sight, or all of it. */
export function ExportMenu({ view }: { readonly view: TimelineView | null }) {
  const text = useText().timeline.save;
  const item = (key: string, label: string, act: (view: TimelineView) => void) => ({
    ...{ key, label },
    act: () => {
      if (view !== null) act(view);
    },
  });
  return (
    <Menu
      label={text.label}
      items={[
        item("svg", text.svg, (shown) => saveSvg(shown.picture)),
        item("png", text.png, (shown) => savePng(shown.picture)),
        item("svg-all", text.svgAll, (shown) => saveSvg(shown.wholePicture(MOST * 4))),
        item("png-all", text.pngAll, (shown) => savePng(shown.wholePicture(MOST))),
        item("stills", text.stills, () => store.getState().askForStills("choosing")),
      ]}
    />
  );
}
