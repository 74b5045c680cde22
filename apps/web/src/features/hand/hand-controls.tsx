import { type HandCall, LIMITS } from "@sockscope/protocol";
import type { ActorView } from "@sockscope/trace";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Field, ProblemLine } from "../../parts/controls/field.tsx";
import { WhyButton } from "../../parts/controls/why-button.tsx";
import {
  defaultTarget,
  parseTarget,
  playhead,
  run,
  targetOf,
  targetText,
  useApp,
  useInThePast,
  useLiveStage,
  useMayAct,
} from "../../store/index.ts";
import { parseSize, textProblem } from "./input-validation.ts";
import { type HandVerb, reasonAgainst } from "./reasons.ts";
import "./hand.css";

/**
 * The calls of a client that is driven by hand, a button each. They act on the newest state; while
 * the stage shows the past they are covered. Their height is always the same: the stage is laid out
 * around it.
 */
export function HandControls({ actor }: { readonly actor: ActorView["actor"] }) {
  const words = useText();
  const { hand } = words;
  const live = useLiveStage();
  const view = live.actors.find((one) => one.actor.id === actor.id);
  const offline = useApp((state) => state.connectionStatus !== "open");
  const past = useInThePast();
  const may = useMayAct();
  const stream = actor.type === "SOCK_STREAM";
  const proposed = targetOf(actor.id) ?? defaultTarget(live, actor.type, stream ? 8888 : 9999);
  const [input, setInput] = useState<string | null>(null);
  const [message, setMessage] = useState(hand.sample);
  const [size, setSize] = useState("1024");
  const [problem, setProblem] = useState<string | null>(null);
  if (view === undefined) return null;

  const target = input ?? targetText(proposed);
  const against = (verb: HandVerb) =>
    may
      ? offline
        ? hand.why.offline
        : reasonAgainst(verb, view, hand.why)
      : words.problems["only-looking"];
  const tell = async (call: HandCall) => {
    const result = await run({ do: "hand", actor: actor.id, call });
    if (!result.ok) setProblem(words.problems[result.problem.code]);
  };
  const press = (verb: HandVerb) => {
    if (against(verb) !== null) return;
    const call = callOf(verb, { target, message, size }, stream, hand);
    setProblem(typeof call === "string" ? call : null);
    if (typeof call !== "string") void tell(call);
  };
  const button = (verb: HandVerb) => (
    <WhyButton reason={against(verb)} onPress={() => press(verb)}>
      {verb}
    </WhyButton>
  );
  const typing = (verb: HandVerb, set: (value: string) => void) => ({
    onChange: ({ target: { value } }: { target: { value: string } }) => {
      setProblem(null);
      set(value);
    },
    onKeyDown: ({ key, nativeEvent }: KeyboardEvent) => {
      if (key === "Enter" && !nativeEvent.isComposing) press(verb);
      if (key === "Escape") setProblem(null);
    },
  });

  return (
    <fieldset className="hand">
      <legend className="hidden-text">{hand.title}</legend>
      <div className="hand-lines" inert={past}>
        <Line>
          <Field
            bare
            className="mono"
            label={hand.target}
            value={target}
            {...typing(stream ? "connect" : "sendto", setInput)}
          />
          {stream && button("connect")}
        </Line>
        <Line>
          <Field
            bare
            label={hand.text}
            value={message}
            {...typing(stream ? "send" : "sendto", setMessage)}
          />
          {button(stream ? "send" : "sendto")}
        </Line>
        <Line>
          <span className="hand-size">
            {button(stream ? "recv" : "recvfrom")}
            <Field
              bare
              className="mono size"
              label={hand.size}
              inputMode="numeric"
              value={size}
              {...typing(stream ? "recv" : "recvfrom", setSize)}
            />
          </span>
          {button("close")}
        </Line>
      </div>
      {past && (
        <div className="hand-past">
          <p>{hand.past}</p>
          <Button onClick={playhead.live}>{hand.backToLive}</Button>
        </div>
      )}
      <ProblemLine>{past ? null : problem}</ProblemLine>
    </fieldset>
  );
}

const Line = ({ children }: { readonly children: ReactNode }) => (
  <div className="hand-line">{children}</div>
);

/** The call that the fields ask for, or the sentence about what is wrong with them. */
function callOf(
  verb: HandVerb,
  input: { readonly target: string; readonly message: string; readonly size: string },
  stream: boolean,
  words: ReturnType<typeof useText>["hand"],
): HandCall | string {
  const target = parseTarget(input.target);
  const text = input.message;
  switch (verb) {
    case "connect":
      return target === null ? words.targetBad : { verb, ...target };
    case "send":
    case "sendto": {
      const problem = textProblem(text, stream, words);
      if (problem !== null) return problem;
      if (verb === "send") return { verb, text };
      return target === null ? words.targetBad : { verb, text, ...target };
    }
    case "recv":
    case "recvfrom": {
      const size = parseSize(input.size);
      return size === null ? words.sizeRange(LIMITS.recvBytes) : { verb, size };
    }
    case "close":
      return { verb };
    default:
      return verb satisfies never;
  }
}
