import { useCallback } from "react";
import { actorName, breakpointText, useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Icon } from "../../parts/icons.tsx";
import { Popover } from "../../parts/overlays/popover.tsx";
import { getTrace, removeBreakpoint, store, useApp, useLiveStage } from "../../store/index.ts";
import { BreakpointForm } from "./breakpoint-form.tsx";
import { stoppedAt } from "./stopped-at.ts";

/** All breakpoints, who stands at one, and the form for another. */
export function Breakpoints() {
  const text = useText();
  const say = text.conditions.breakpoints;
  const of = useApp((state) => state.breakpointsOf);
  const { editBreakpoints } = store.getState();
  const onOpen = useCallback(
    (open: boolean) => editBreakpoints(open ? "all" : null),
    [editBreakpoints],
  );
  const stage = useLiveStage();
  const { breakpoints } = stage;
  const stopped = stoppedAt(stage);
  const stops = stopped.map(({ actor, breakpoint }) =>
    say.stopped(actorName(text, actor), breakpoint),
  );
  return (
    <>
      <Popover
        title={say.title}
        open={of !== null}
        onOpen={onOpen}
        buttonClass={`breakpoints-button${stopped.length > 0 ? " hit" : ""}`}
        buttonLabel={say.button(breakpoints.size)}
        button={
          <>
            <Icon name="breakpoint" />
            {breakpoints.size > 0 && <span aria-hidden="true">{breakpoints.size}</span>}
          </>
        }
      >
        <p className="panel-hint">{say.hint}</p>
        <BreakpointForm key={of} of={of ?? "all"} stage={stage} />
        {breakpoints.size > 0 && (
          <ul className="breakpoint-list" aria-label={say.list}>
            {[...breakpoints].map(([id, when]) => (
              <li key={id}>
                <span>
                  {breakpointText(text, id, when, (actor) => getTrace().actor(actor))}
                  {stopped
                    .filter(({ breakpoint }) => breakpoint === id)
                    .map(({ actor }) => (
                      <strong key={actor.id}>{say.here(actorName(text, actor))}</strong>
                    ))}
                </span>
                <Button
                  variant="quiet"
                  aria-label={say.removeOf(id)}
                  onClick={() => removeBreakpoint(id)}
                >
                  {text.conditions.link.remove}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Popover>
      <p className="hidden-text" aria-live="polite">
        {stops.join(" ")}
      </p>
    </>
  );
}
