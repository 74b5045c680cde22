import { useText } from "../../i18n/index.ts";
import { Kbd } from "../../parts/chip.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TruthStroke } from "../../parts/truth-mark.tsx";
import "./help.css";

const TRUTHS = ["observed", "inferred", "injected"] as const;

/** Every key, and what the strokes mean. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { help } = text;
  const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
    [["Space"], help.toggle],
    [["←"], help.previous],
    [["→"], help.next],
    [["Shift →"], help.nextThatMatters],
    [["Shift ←"], help.previousThatMatters],
    [["Home"], help.first],
    [["L", "End"], help.live],
    [["Page Down", "Page Up"], help.lesson],
    [["N"], text.conditions.gate.nextHint],
    [["K"], text.conditions.breakpoints.title],
    [["+"], help.faster],
    [["−"], help.slower],
    [["V"], help.view],
    [["[", "]"], help.marks],
    [["O"], help.loop],
    [["F"], help.fit],
    [["B"], help.ribbon],
    [["/"], help.filter],
    [["Esc"], help.escape],
    [["C"], help.code],
    [["P"], help.present],
    [["R"], help.recordings],
    [["Z", "Shift Z"], help.zoom],
    [["0"], help.fitStage],
    [["Ctrl ←↑→↓"], help.moveCard],
    [["Shift F10", "≣"], help.menu],
    [["Ctrl Z", "Ctrl Shift Z"], help.undo],
    [["D"], help.theme],
    [["G"], help.language],
    [["?"], help.help],
  ];
  return (
    <Dialog title={help.title} closeLabel={help.close} onClose={onClose}>
      <dl className="keys">
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name, index) => (
                <span key={name}>
                  {index > 0 && ` ${help.or} `}
                  <Kbd>{name}</Kbd>
                </span>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="help-mouse">{help.drag}.</p>
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
