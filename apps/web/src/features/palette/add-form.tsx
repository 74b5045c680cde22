import type { Concurrency, ProgramId } from "@sockscope/programs/ids";
import { type SubmitEvent, useId, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Field, ProblemLine } from "../../parts/controls/field.tsx";
import { Segmented } from "../../parts/controls/segmented.tsx";
import {
  freePort,
  playhead,
  rememberTarget,
  run,
  useInThePast,
  useLiveStage,
  usualTarget,
} from "../../store/index.ts";
import { hostProblem, portProblem } from "./address-form.ts";
import { type Entry, infoOf } from "./entries.ts";

const MAKES = ["one-at-a-time", "threads", "event-loop"] as const satisfies readonly Concurrency[];

/** Address, port and what it does: then it is on the stage. */
export function AddForm({ entry, onDone }: { readonly entry: Entry; readonly onDone: () => void }) {
  const text = useText();
  const { palette } = text;
  const stage = useLiveStage();
  const past = useInThePast();
  const [program, setProgram] = useState<ProgramId>(entry.programs[0]);
  const info = infoOf(program);
  const [madeAs, setMake] = useState<Concurrency | null>(null);
  const make = madeAs !== null && info.concurrency.includes(madeAs) ? madeAs : info.concurrency[0];
  const [count, setCount] = useState<number>(entry.counts[0]);
  const usual =
    info.role === "server"
      ? { host: "127.0.0.1", port: freePort(stage, info.type, info.port) }
      : usualTarget(stage, info.type, info.port);
  // Null until someone types: the proposal then follows the stage.
  const [typedHost, setHost] = useState<string | null>(null);
  const [typedPort, setPort] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const hint = useId();
  const host = typedHost ?? usual.host;
  const port = typedPort ?? String(usual.port);
  const wrong = { host: hostProblem(host), port: portProblem(port) };

  const add = async () => {
    setTried(true);
    if (wrong.host !== null || wrong.port !== null) return;
    const target = { host: host.trim(), port: Number(port) };
    const result = await run({
      ...{ do: "spawn", program, count, ...target },
      ...(make !== undefined && { make }),
    });
    if (!result.ok) return setProblem(text.problems[result.problem.code]);
    for (const actor of result.actors) rememberTarget(actor, target);
    if (past) playhead.live();
    onDone();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setProblem(null);
    void add();
  };
  const sentence = (key: (typeof wrong)["host"] | (typeof wrong)["port"]) =>
    tried && key !== null ? palette[key] : null;

  return (
    <form
      className="add-form"
      onSubmit={submit}
      noValidate
      aria-label={palette.entries[entry.id].name}
    >
      {entry.programs.length > 1 && (
        <Segmented
          label={palette.choice}
          value={program}
          options={entry.programs.map((value) => ({ value, label: palette.choices[value] }))}
          onChange={setProgram}
        />
      )}
      <p className="add-hint" id={hint}>
        {palette.choiceHints[program]}
      </p>
      {make !== undefined && (
        <>
          <Segmented
            label={palette.make}
            value={make}
            options={MAKES.map((value) => ({ value, label: palette.makes[value] }))}
            onChange={setMake}
          />
          <p className="add-hint">{palette.makeHints[make]}</p>
        </>
      )}
      {entry.counts.length > 1 && (
        <Segmented
          label={palette.count}
          value={String(count)}
          options={entry.counts.map((value) => ({ value: String(value), label: String(value) }))}
          onChange={(value) => setCount(Number(value))}
        />
      )}
      <fieldset className="add-address">
        <legend>{info.role === "server" ? palette.listensAt : palette.aimsAt}</legend>
        <Field
          className="host"
          label={palette.host}
          value={host}
          problem={sentence(wrong.host)}
          onChange={({ target }) => setHost(target.value)}
        />
        <Field
          className="port"
          label={palette.port}
          inputMode="numeric"
          value={port}
          problem={sentence(wrong.port)}
          onChange={({ target }) => setPort(target.value)}
        />
      </fieldset>
      <button type="submit" className="button strong" aria-describedby={hint}>
        {palette.add}
      </button>
      <ProblemLine>{problem}</ProblemLine>
    </form>
  );
}
