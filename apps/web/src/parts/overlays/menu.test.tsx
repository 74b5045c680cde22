// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ContextMenu } from "./context-menu.tsx";
import { Menu } from "./menu.tsx";

afterEach(cleanup);

const itemsOf = (done: string[]) =>
  ["copy", "cut", "paste"].map((key) => ({ key, label: key, act: () => done.push(key) }));
const focused = () => document.activeElement?.textContent;
const press = (key: string) => {
  if (document.activeElement !== null) fireEvent.keyDown(document.activeElement, { key });
};

test("a menu opens at its first entry, is walked in a circle, and gives the focus back", () => {
  const done: string[] = [];
  render(<Menu label="Edit" items={itemsOf(done)} />);
  const button = screen.getByRole("button");
  fireEvent.click(button);
  const walked = [focused()];
  for (const key of ["ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"]) {
    press(key);
    walked.push(focused());
  }
  expect(walked).toEqual(["copy", "cut", "paste", "copy", "paste", "copy"]);
  press("Escape");
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(button);
  expect(done).toEqual([]);
});

test("an entry of a menu acts once the menu is shut", () => {
  const done: string[] = [];
  render(<Menu label="Edit" items={itemsOf(done)} />);
  fireEvent.click(screen.getByRole("button"));
  fireEvent.click(screen.getByText("cut"));
  expect(done).toEqual(["cut"]);
  expect(screen.queryByRole("menu")).toBeNull();
});

test("a press beside a menu shuts it, one inside does not", () => {
  render(<Menu label="Edit" items={itemsOf([])} />);
  fireEvent.click(screen.getByRole("button"));
  fireEvent.pointerDown(screen.getByText("cut"));
  expect(screen.queryByRole("menu")).not.toBeNull();
  fireEvent.pointerDown(document.body);
  expect(screen.queryByRole("menu")).toBeNull();
});

test.each(["Escape", "Tab"])("%s closes a context menu, and the focus is where it was", (key) => {
  let closed = 0;
  const close = () => void closed++;
  render(<button type="button">before</button>);
  const before = screen.getByText("before");
  before.focus();
  const menu = render(<ContextMenu label="Card" x={5} y={5} items={itemsOf([])} onClose={close} />);
  expect(focused()).toBe("copy");
  press(key);
  expect(closed).toBe(1);
  act(() => menu.unmount());
  expect(document.activeElement).toBe(before);
});
