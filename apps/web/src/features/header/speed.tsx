import { useText } from "../../i18n/index.ts";
import { SPEEDS, store, useApp } from "../../store/index.ts";

export function Speed() {
  const text = useText().header;
  const speed = useApp((state) => state.speed);
  return (
    <select
      className="select speed"
      aria-label={text.speed}
      title={text.speed}
      value={speed}
      onChange={({ target }) => store.getState().setSpeed(Number(target.value))}
    >
      {SPEEDS.map((one) => (
        <option key={one} value={one}>
          {text.speedValue(one)}
        </option>
      ))}
    </select>
  );
}
