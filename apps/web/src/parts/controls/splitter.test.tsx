// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Splitter } from "./splitter.tsx";

afterEach(cleanup);

function splitterAt(value: number) {
  const chosen: number[] = [];
  const limits = { initial: 44, min: 20, max: 76 };
  render(<Splitter label="Split" value={value} {...limits} onChange={(to) => chosen.push(to)} />);
  return { splitter: screen.getByRole("separator"), chosen };
}

test("a double click puts it back to where it was at first, not to the middle", () => {
  const { splitter, chosen } = splitterAt(70);
  fireEvent.doubleClick(splitter);
  expect(chosen).toEqual([44]);
});

test("arrow keys move it, and no further than its limits", () => {
  const { splitter, chosen } = splitterAt(75);
  fireEvent.keyDown(splitter, { key: "ArrowDown" });
  fireEvent.keyDown(splitter, { key: "ArrowUp" });
  fireEvent.keyDown(splitter, { key: "Home" });
  expect(chosen).toEqual([76, 71]);
});
