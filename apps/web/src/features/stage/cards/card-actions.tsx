import type { ActorView } from "@sockscope/trace";
import { actorName, useText } from "../../../i18n/index.ts";
import { IconButton } from "../../../parts/controls/button.tsx";
import { run, store, useMayAct } from "../../../store/index.ts";

async function ask(command: "stop" | "remove", actor: number): Promise<void> {
  const result = await run({ do: command, actor });
  if (!result.ok) store.getState().notify(result.problem);
}

/** What can be done with a card, beyond what its program does by itself. */
export function CardActions({
  view,
  reachable,
}: {
  readonly view: ActorView;
  /** Whether the Tab key stops here. */
  readonly reachable: boolean;
}) {
  const tabIndex = reachable ? 0 : -1;
  const text = useText();
  const { actor, ended } = view;
  const name = actorName(text, actor);
  if (!useMayAct()) return null;
  const runs = ended === null && actor.role !== "outsider";
  return (
    <div className="card-actions">
      {runs && (
        <IconButton
          icon="stop"
          tabIndex={tabIndex}
          label={text.stage.stop(name)}
          onClick={() => void ask("stop", actor.id)}
        />
      )}
      <IconButton
        icon="close"
        tabIndex={tabIndex}
        label={text.stage.remove(name)}
        onClick={() => void ask("remove", actor.id)}
      />
    </div>
  );
}
