import { useText } from "../../i18n/index.ts";
import { RATES, SPEEDS, store, useApp } from "../../store/index.ts";

export function Speed() {
  const text = useText().header;
  const chosen = useApp(({ pace, speed, rate }) => `${pace} ${pace === "time" ? rate : speed}`);
  const { setSpeed, setRate } = store.getState();
  return (
    <select
      className="select speed"
      aria-label={text.speed}
      title={text.speed}
      value={chosen}
      onChange={({ target }) => {
        const [pace, value] = target.value.split(" ");
        if (pace === "time") setRate(Number(value));
        else setSpeed(Number(value));
      }}
    >
      <optgroup label={text.speedSteps}>
        {SPEEDS.map((one) => (
          <option key={one} value={`steps ${one}`}>
            {text.speedValue(one)}
          </option>
        ))}
      </optgroup>
      <optgroup label={text.speedTime}>
        {RATES.map((one) => (
          <option key={one} value={`time ${one}`}>
            {text.rateValue(Math.round(1 / one))}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
