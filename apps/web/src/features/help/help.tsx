import { type Dictionary, useText } from "../../i18n/index.ts";
import { Kbd } from "../../parts/controls/chip.tsx";
import { Dialog } from "../../parts/overlays/dialog.tsx";
import { TruthStroke } from "../../parts/truth-mark.tsx";
import { KEY_GROUPS, keyCap } from "./key-list.ts";

const TRUTHS = ["observed", "inferred", "injected"] as const;
/** In two columns: what is used most stands at the top of each. */
const COLUMNS = [
  ["playback", "choose"],
  ["page", "stage", "timeline", "lists"],
] as const;

/** Every key, what mouse and fingers do, and what the strokes mean. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { help } = text;
  return (
    <Dialog title={help.title} closeLabel={help.close} onClose={onClose}>
      <div className="key-columns">
        {COLUMNS.map((groups) => (
          <div key={groups[0]}>
            {groups.map((group) => (
              <KeyGroup key={group} group={group} help={help} />
            ))}
            {groups[0] === "playback" && <Pointer help={help} />}
          </div>
        ))}
      </div>
      <h2>{help.truths}</h2>
      <dl className="truths">
        {TRUTHS.map((truth) => (
          <div key={truth}>
            <dt>
              <TruthStroke truth={truth} width={30} /> {text.inspector.truths[truth].name}
            </dt>
            <dd>{text.inspector.truths[truth].means}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

type HelpWords = Dictionary["help"];

function KeyGroup(props: { readonly group: keyof typeof KEY_GROUPS; readonly help: HelpWords }) {
  const { group, help } = props;
  return (
    <section>
      <h2>{help.groups[group]}</h2>
      <dl className="keys">
        {KEY_GROUPS[group].map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{keyCap(key)}</Kbd>
              ))}
            </dt>
            <dd>{help.keys[what]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Pointer({ help }: { readonly help: HelpWords }) {
  return (
    <section>
      <h2>{help.groups.pointer}</h2>
      <dl className="keys">
        {Object.values(help.pointer).map(({ gesture: doing, what }) => (
          <div key={doing}>
            <dt>{doing}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
