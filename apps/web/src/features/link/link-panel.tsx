import {
  LIMITS,
  type LinkConditions,
  type LinkScope,
  PERFECT_LINK,
  scopeKey,
} from "@sockscope/protocol";
import type { StageView } from "@sockscope/trace";
import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { SelectField } from "../../parts/controls/select-field.tsx";
import { getTrace, setLink } from "../../store/index.ts";
import { NumberField } from "./number-field.tsx";
import { PRESETS, type PresetName, presetOf } from "./presets.ts";
import { scopesOf, scopeText } from "./scopes.ts";

const STAGE: LinkScope = { over: "stage" };
const percent = (share: number): number => Math.round(share * 1000) / 10;

/** What the link does, between whom, and by which chances. Every change holds at once. */
export function LinkPanel({ stage }: { readonly stage: StageView }) {
  const text = useText();
  const say = text.conditions.link;
  const [chosen, setChosen] = useState(scopeKey(STAGE));
  const scopes = scopesOf(stage);
  const scope = scopes.find((one) => scopeKey(one) === chosen) ?? STAGE;
  const setting = stage.links.find((one) => scopeKey(one.scope) === scopeKey(scope));
  const now = setting?.conditions ?? PERFECT_LINK;
  const name = (one: LinkScope) => scopeText(text, one, (id) => getTrace().actor(id));
  const others = stage.links.filter((one) => scopeKey(one.scope) !== scopeKey(scope));
  const change = (more: Partial<LinkConditions>) => setLink(scope, { ...now, ...more });
  const choose = (preset: PresetName) => {
    const plain = preset === "perfect" && scope.over === "stage";
    setLink(scope, plain ? null : PRESETS[preset]);
  };
  const share = (key: "loss" | "duplicate" | "reorder") => (
    <NumberField
      label={say[key]}
      unit="%"
      value={percent(now[key])}
      max={100}
      onChange={(value) => change({ [key]: (value ?? 0) / 100 })}
    />
  );
  const delay = (key: "latency" | "jitter", unit: string) => (
    <NumberField
      label={say[key]}
      unit={unit}
      value={now[key]}
      max={LIMITS.linkDelay}
      onChange={(value) => change({ [key]: value ?? 0 })}
    />
  );
  /** `none`: what an empty field means. */
  const bytes = (
    key: "slice" | "resetAfter" | "maxDatagram",
    none: string,
    max: number,
    min?: number,
  ) => (
    <NumberField
      label={say[key]}
      unit="B"
      none={none}
      value={now[key]}
      min={min}
      max={max}
      onChange={(value) => change({ [key]: value === null ? null : Math.round(value) })}
    />
  );
  return (
    <>
      <p className="panel-hint">{say.hint}</p>
      <SelectField
        className="link-scope"
        label={say.scope}
        value={scopeKey(scope)}
        options={scopes.map((one) => ({ value: scopeKey(one), name: name(one) }))}
        onChange={setChosen}
      />
      <div className="link-presets" role="group" aria-label={say.presets}>
        {(["perfect", "wifi", "bad"] as const).map((preset) => (
          <Button
            key={preset}
            aria-pressed={presetOf(now) === preset}
            onClick={() => choose(preset)}
          >
            {say[preset]}
          </Button>
        ))}
      </div>
      <div className="link-fields">
        {delay("latency", "ms")}
        {delay("jitter", "± ms")}
        <NumberField
          label={say.bandwidth}
          unit="KiB/s"
          none={say.unlimited}
          value={now.bandwidth === null ? null : now.bandwidth / 1024}
          min={1 / 1024}
          max={9_000_000}
          onChange={(value) =>
            change({ bandwidth: value === null ? null : Math.max(1, Math.round(value * 1024)) })
          }
        />
        <h3>TCP</h3>
        {bytes("slice", "–", 65536, 1)}
        {bytes("resetAfter", say.never, 1e12)}
        <h3>UDP</h3>
        {share("loss")}
        {share("duplicate")}
        {share("reorder")}
        {bytes("maxDatagram", say.unlimited, 65535)}
      </div>
      <label className="link-check">
        <input
          type="checkbox"
          checked={now.blackHole}
          onChange={({ target }) => change({ blackHole: target.checked })}
        />
        {say.blackHole}
      </label>
      <div className="link-seed">
        <NumberField
          label={say.seed}
          unit=""
          value={stage.seed ?? 1}
          max={0xffffffff}
          onChange={(value) => setLink(scope, setting?.conditions ?? null, Math.round(value ?? 1))}
        />
        <Button
          title={say.seedHint}
          onClick={() => setLink(scope, setting?.conditions ?? null, stage.seed ?? 1)}
        >
          {say.again}
        </Button>
      </div>
      {others.length > 0 && (
        <ul className="link-others" aria-label={say.others}>
          {others.map((one) => (
            <li key={scopeKey(one.scope)}>
              {name(one.scope)}
              <Button variant="quiet" onClick={() => setLink(one.scope, null)}>
                {say.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
