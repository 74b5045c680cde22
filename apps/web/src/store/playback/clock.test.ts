import { describe, expect, test } from "vitest";
import { Clock, type ClockReading } from "./clock.ts";
import { inRealTime } from "./pace.ts";

/** A clock over `steps` steps whose frames come when the test says so, 100 ms apart. */
function clockOver(steps: number, speed = 5, times: readonly number[] = []) {
  const frames: ((now: number) => void)[] = [];
  let now = 1000;
  let length = steps;
  let reading: ClockReading = { mode: "live", step: 0, steps: 0, aim: 0 };
  const heard: { awake: boolean; asked: number }[] = [];
  const clock: Clock = new Clock({
    host: { now: () => now, request: (frame) => frames.push(frame) },
    length: () => length,
    changed: (changed) => {
      reading = changed;
      heard.push({ awake: clock.awake, asked: frames.length });
    },
    pace: { kind: "steps", perSecond: speed },
    timeOf: (step) => times[step] ?? step * 1e9,
  });
  const run = (count: number, ms = 100) => {
    for (let i = 0; i < count; i++) {
      now += ms;
      for (const frame of frames.splice(0)) frame(now);
    }
  };
  /** Frames until the clock asks for no more. */
  const settle = () => {
    for (let i = 0; frames.length > 0; i++) {
      if (i > 10_000) throw new Error("the clock never rests");
      run(1);
    }
  };
  const grow = (by: number, jump = false) => {
    length += by;
    clock.grown(jump);
  };
  return { clock, run, settle, grow, asked: () => frames.length, read: () => reading, heard };
}

describe("live", () => {
  test("new steps are played at the speed chosen, then it rests and asks for no frame", () => {
    const { clock, run, settle, grow, asked, read } = clockOver(0, 5);
    grow(10);
    run(1);
    run(10);
    expect(clock.position()).toBeCloseTo(5);
    expect(read()).toEqual({ mode: "live", step: 5, steps: 10, aim: 5 });
    settle();
    expect(clock.position()).toBe(10);
    expect(asked()).toBe(0);
  });

  test("who hears of a change knows whether a frame comes that draws it", () => {
    const { clock, settle, grow, heard } = clockOver(0, 5);
    grow(3);
    clock.pause();
    clock.seek(1);
    clock.play();
    settle();
    expect(heard.length).toBeGreaterThan(4);
    for (const { awake, asked } of heard) expect(awake).toBe(asked > 0);
    // It has come to rest: nobody but who asks for one gets a frame.
    expect(heard.at(-1)).toEqual({ awake: false, asked: 0 });
  });

  test("in a torrent one frame tells of it and the next one draws it", () => {
    const { clock, run, settle, grow, heard } = clockOver(0);
    const drawn: number[] = [];
    clock.subscribe((position) => drawn.push(position));
    // It is one only once so much has come.
    for (let frame = 0; frame < 10; frame += 1) {
      grow(2000);
      run(1, 16);
    }
    const before = [heard.length, drawn.length];
    for (let frame = 0; frame < 20; frame += 1) {
      grow(2000);
      run(1, 16);
    }
    expect([heard.length, drawn.length]).toEqual(before.map((count) => count + 10));
    settle();
    expect(drawn.at(-1)).toBe(clock.position());
    expect(clock.position()).toBe(60_000);
  });

  test("old news is not played", () => {
    const { clock, run, grow } = clockOver(0);
    grow(400, true);
    run(1);
    expect(clock.position()).toBe(400);
  });

  test("a burst of hundreds is over in some two seconds", () => {
    const { clock, run, grow } = clockOver(0);
    grow(300);
    run(1);
    run(5);
    expect(clock.position()).toBeGreaterThan(50);
    expect(clock.position()).toBeLessThan(300);
    run(17);
    expect(clock.position()).toBe(300);
  });

  test("a lasting flood is never lagged behind", () => {
    const { clock, run, grow } = clockOver(0);
    for (let i = 0; i < 20; i++) {
      grow(20);
      run(1);
    }
    grow(20);
    run(1);
    expect(clock.position()).toBe(420);
  });

  test("thousands at once: the end, at once", () => {
    const { clock, run, grow } = clockOver(0);
    grow(5000);
    run(1);
    expect(clock.position()).toBe(5000);
  });
});

describe("by hand", () => {
  test("previous and next go by whole steps, from the aim of the step before", () => {
    const { clock, settle, read } = clockOver(10);
    clock.live();
    clock.previous();
    clock.previous();
    clock.previous();
    expect(read().mode).toBe("paused");
    settle();
    expect(clock.position()).toBe(7);
    clock.next();
    settle();
    expect(clock.position()).toBe(8);
  });

  test("while it moves by hand it says where it will stand", () => {
    const { clock, run, settle, read } = clockOver(10);
    clock.live();
    clock.previous();
    expect(read()).toMatchObject({ step: 10, aim: 9 });
    run(1, 20);
    clock.previous();
    expect(read()).toMatchObject({ aim: 8 });
    settle();
    expect(read()).toMatchObject({ step: 8, aim: 8 });
  });

  test("a step is seen on its way", () => {
    const { clock, run } = clockOver(10);
    clock.seek(3);
    clock.next();
    run(1);
    run(1, 50);
    expect(clock.position()).toBeGreaterThan(3);
    expect(clock.position()).toBeLessThan(4);
  });

  test("from within a step: to its end, and to its beginning", () => {
    const { clock, settle } = clockOver(10);
    clock.seek(3.4);
    clock.next();
    settle();
    expect(clock.position()).toBe(4);
    clock.seek(3.4);
    clock.previous();
    settle();
    expect(clock.position()).toBe(3);
  });

  test("neither end is passed", () => {
    const { clock, settle } = clockOver(2);
    clock.seek(99);
    expect(clock.position()).toBe(2);
    clock.next();
    settle();
    expect(clock.position()).toBe(2);
    clock.seek(-1);
    clock.previous();
    settle();
    expect(clock.position()).toBe(0);
  });

  test("new steps do not move a paused playhead, but are counted", () => {
    const { clock, settle, grow, read } = clockOver(10);
    clock.seek(4);
    grow(5);
    settle();
    expect(read()).toEqual({ mode: "paused", step: 4, steps: 15, aim: 4 });
  });

  test("playing from the past becomes live at the end", () => {
    const { clock, run, settle, read } = clockOver(10, 10);
    clock.seek(6);
    clock.play();
    run(1);
    run(2);
    expect(clock.position()).toBeCloseTo(8);
    expect(read().mode).toBe("playing");
    settle();
    expect(read()).toEqual({ mode: "live", step: 10, steps: 10, aim: 10 });
  });

  test("the speed changes in mid-play without a jump", () => {
    const { clock, run } = clockOver(100, 10);
    clock.seek(0);
    clock.play();
    run(1);
    run(5);
    const before = clock.position();
    clock.setPace({ kind: "steps", perSecond: 1 });
    expect(clock.position()).toBe(before);
    run(1);
    expect(clock.position()).toBeCloseTo(before + 0.1);
  });

  test("a frame that comes an hour late does not leap", () => {
    const { clock, run } = clockOver(1000, 10);
    clock.seek(0);
    clock.play();
    run(1);
    run(1, 3_600_000);
    expect(clock.position()).toBeLessThan(5);
  });
});

test("with reduced motion there are whole steps only", () => {
  const { clock, run, grow } = clockOver(0, 5);
  clock.setStill(true);
  grow(10);
  run(1);
  const seen = new Set<number>();
  for (let i = 0; i < 30; i++) {
    run(1, 70);
    seen.add(clock.position());
  }
  expect([...seen].every(Number.isInteger)).toBe(true);
  expect(clock.position()).toBe(10);
  clock.previous();
  expect(clock.position()).toBe(9);
});

test("with reduced motion a pause between two steps shows the first, and previous leaves it", () => {
  const { clock, run, read } = clockOver(10, 5);
  clock.setStill(true);
  clock.seek(3);
  clock.play();
  run(1);
  run(1, 130);
  clock.pause();
  expect(read().step).toBe(3);
  clock.previous();
  expect(clock.position()).toBe(2);
  clock.next();
  expect(clock.position()).toBe(3);
});

test("viewers are called in frames only, and no more once they have left", () => {
  const { clock, settle, grow } = clockOver(0);
  const seen: number[] = [];
  const leave = clock.subscribe((position) => seen.push(position));
  settle();
  seen.length = 0;
  grow(3);
  expect(seen).toEqual([]);
  settle();
  expect(seen.at(-1)).toBe(3);
  leave();
  seen.length = 0;
  grow(3);
  settle();
  expect(seen).toEqual([]);
});

test("another trace: from its beginning, live", () => {
  const { clock, grow, settle, read } = clockOver(5);
  clock.seek(2);
  clock.restart();
  expect(read()).toMatchObject({ mode: "live", step: 0 });
  grow(1);
  settle();
  expect(read().step).toBe(6);
});

describe("real time", () => {
  // Steps at 0, 1, 1, 4 and 5 seconds.
  const times = [0, 1e9, 1e9, 4e9, 5e9];

  test("a gap takes as long as it took, or so many times longer; steps at one instant none", () => {
    const { clock, run } = clockOver(5, 5, times);
    clock.setPace({ kind: "time", rate: 1 });
    clock.seek(1);
    clock.play();
    run(1);
    run(5);
    expect(clock.position()).toBeCloseTo(1.5);
    run(10);
    expect(clock.position()).toBeCloseTo(3 + 0.5 / 3);
    clock.setPace({ kind: "time", rate: 0.1 });
    run(10);
    expect(clock.position()).toBeCloseTo(3 + 0.6 / 3);
  });

  test("speed and scale change in mid-play without a jump", () => {
    const { clock, run } = clockOver(5, 1, times);
    clock.seek(0);
    clock.play();
    run(1);
    run(34);
    const before = clock.position();
    clock.setPace({ kind: "time", rate: 1e-6 });
    run(1);
    expect(clock.position()).toBeCloseTo(before, 5);
    clock.setPace({ kind: "steps", perSecond: 2 });
    run(1);
    expect(clock.position()).toBeCloseTo(before + 0.2, 5);
  });

  test("it ends live at the newest step, and an hour asleep does not leap", () => {
    const { clock, run, settle, read } = clockOver(5, 5, times);
    clock.setPace({ kind: "time", rate: 1 });
    clock.seek(0);
    clock.play();
    run(1);
    run(1, 3_600_000);
    expect(clock.position()).toBeLessThan(2);
    settle();
    expect(read()).toMatchObject({ mode: "live", step: 5 });
  });

  test("seeking gives what playing there gives, for any time", () => {
    for (let at = 0; at <= 5; at += 0.01) {
      const end = inRealTime(0, at * 1e9, 5, (step) => times[step] ?? 0);
      const twice = inRealTime(
        inRealTime(0, at * 0.4e9, 5, (step) => times[step] ?? 0),
        at * 0.6e9,
        5,
        (step) => times[step] ?? 0,
      );
      expect(twice).toBeCloseTo(end, 9);
    }
  });
});

describe("a loop", () => {
  test("goes round within its steps, and on to live when it is let go", () => {
    const { clock, run, settle, read } = clockOver(20, 10);
    clock.seek(0);
    clock.setLoop({ from: 4, to: 8 });
    clock.play();
    run(1);
    const seen: number[] = [];
    for (let i = 0; i < 40; i++) {
      run(1);
      seen.push(clock.position());
    }
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...seen)).toBeLessThanOrEqual(8);
    expect(seen.filter((position) => position === 4).length).toBeGreaterThan(3);
    clock.setLoop(null);
    settle();
    expect(read()).toMatchObject({ mode: "live", step: 20 });
  });

  test("of no steps is none", () => {
    const { clock, settle, read } = clockOver(5, 10);
    clock.seek(0);
    clock.setLoop({ from: 3, to: 3 });
    clock.play();
    settle();
    expect(read().mode).toBe("live");
  });
});

describe("steps with weights", () => {
  const weights = [0.5, 3, 0.5, 3];
  const weightOf = (step: number) => weights[step] ?? 1;

  test("each takes its share of an even step's time, at any speed", () => {
    for (const speed of [3, 30]) {
      const { clock, run, grow } = clockOver(0, speed);
      clock.setWeights(weightOf);
      grow(4);
      run(1);
      const ms = 1000 / speed;
      run(1, ms * 0.5);
      expect(clock.position()).toBeCloseTo(1);
      for (let part = 0; part < 6; part++) run(1, ms * 0.25);
      expect(clock.position()).toBeCloseTo(1.5);
      for (let part = 0; part < 8; part++) run(1, ms * 0.25);
      expect(clock.position()).toBeCloseTo(3);
    }
  });

  test("what comes late is not hurried: its weights say how long it takes", () => {
    const { clock, run, grow } = clockOver(0, 5);
    clock.setWeights(() => 1);
    grow(100);
    run(11);
    expect(clock.position()).toBeCloseTo(5);
  });

  test("far behind it is live again at once", () => {
    const { clock, run, grow } = clockOver(0, 5);
    clock.setWeights(() => 1);
    grow(2001);
    run(1);
    expect(clock.position()).toBe(2001);
  });

  test("without weights all are even again, and in real time they count for nothing", () => {
    const { clock, run, grow } = clockOver(0, 2);
    clock.setWeights(weightOf);
    clock.setWeights(null);
    grow(4);
    run(6);
    expect(clock.position()).toBeCloseTo(1);
    clock.setWeights(weightOf);
    clock.setPace({ kind: "time", rate: 1 });
    run(10);
    expect(clock.position()).toBeCloseTo(2);
  });
});
