import type { Breakpoint, Verb } from "@sockscope/protocol";
import type { StageView } from "@sockscope/trace";
import { useId, useState } from "react";
import { actorName, useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { SelectField } from "../../parts/controls/select-field.tsx";
import { setBreakpoint } from "../../store/index.ts";

type On = Breakpoint["on"];
const CONDITIONS: readonly On[] = ["call", "return", "end-of-stream", "error"];
/** Those that a program makes on its way, in the order in which a course meets them. */
const VERBS: readonly Verb[] = [
  ...(["socket", "bind", "listen", "accept", "connect", "send", "sendall", "recv"] as const),
  ...(["sendto", "recvfrom", "shutdown", "close", "setsockopt", "settimeout"] as const),
];
/** Errors that can be met here. */
const ERRORS = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "EADDRINUSE", "EAGAIN", "EMSGSIZE"];
const MOST = 1_000_000;

/** One more breakpoint: of whom, and when. */
export function BreakpointForm(props: {
  /** Whom it is proposed for. */
  readonly of: number | "all";
  readonly stage: StageView;
}) {
  const text = useText();
  const say = text.conditions.breakpoints;
  const [of, setOf] = useState(props.of);
  const [on, setOn] = useState<On>("call");
  const [verb, setVerb] = useState<Verb>("recv");
  const [nth, setNth] = useState("");
  const [errno, setErrno] = useState("");
  const list = useId();
  const programs = props.stage.actors.filter(
    ({ actor, ended }) => ended === null && actor.role !== "outsider",
  );
  const whose = of !== "all" && programs.some(({ actor }) => actor.id === of) ? { actor: of } : {};
  const set = () => setBreakpoint(conditionOf(on, verb, nth, errno.trim(), whose));
  return (
    <form
      className="breakpoint-form"
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <SelectField<number | "all">
        label={say.whose}
        value={of}
        options={[
          { value: "all", name: say.anybody },
          ...programs.map(({ actor }) => ({ value: actor.id, name: actorName(text, actor) })),
        ]}
        onChange={setOf}
      />
      <SelectField
        label={say.when}
        value={on}
        options={CONDITIONS.map((value) => ({ value, name: say.on[value] }))}
        onChange={setOn}
      />
      {(on === "call" || on === "return") && (
        <div className="breakpoint-call">
          <SelectField
            label={say.verb}
            value={verb}
            options={VERBS.map((value) => ({ value, name: value }))}
            onChange={setVerb}
            code
          />
          <label>
            {say.nth}
            <input
              className="text-input"
              type="number"
              min={1}
              max={MOST}
              step={1}
              placeholder={say.each}
              value={nth}
              onChange={({ target }) => setNth(target.value)}
            />
          </label>
        </div>
      )}
      {on === "error" && (
        <label>
          {say.errno}
          <input
            className="text-input mono"
            list={list}
            maxLength={32}
            autoComplete="off"
            spellCheck={false}
            placeholder={say.anyError}
            value={errno}
            onChange={({ target }) => setErrno(target.value.toUpperCase())}
          />
          <datalist id={list}>
            {ERRORS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </datalist>
        </label>
      )}
      <Button variant="strong" type="submit">
        {say.set}
      </Button>
    </form>
  );
}

function conditionOf(
  on: On,
  verb: Verb,
  nth: string,
  errno: string,
  whose: { readonly actor?: number },
): Breakpoint {
  switch (on) {
    case "call":
    case "return":
      return { on, verb, ...(nth !== "" && { nth: Number(nth) }), ...whose };
    case "end-of-stream":
      return { on, ...whose };
    case "error":
      return { on, ...(errno !== "" && { errno }), ...whose };
  }
}
