import { expect, test } from "vitest";
import { JoinCode } from "./join-code.ts";

/** A join code with a clock that the test controls. */
function joinCode() {
  const clock = { now: 0 };
  return { clock, code: new JoinCode(() => clock.now) };
}

test("the code is too long to be guessed, and easy to read out", () => {
  const { code } = joinCode();
  expect(code.text).toMatch(/^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/);
  expect(new JoinCode().text).not.toBe(code.text);
});

test("the code is accepted as people type it", () => {
  const { code } = joinCode();
  for (const typed of [code.text, code.text.toLowerCase(), code.text.replace("-", " ")])
    expect(code.try("192.0.2.1", typed)).toBe("right");
  for (const typed of ["", "-", code.text.slice(1), `${code.text}A`])
    expect(code.try("192.0.2.2", typed)).toBe("wrong");
});

test("after five wrong tries an address waits a minute, and only that address", () => {
  const { clock, code } = joinCode();
  for (let tries = 0; tries < 5; tries += 1) expect(code.try("192.0.2.1", "X")).toBe("wrong");
  expect(code.try("192.0.2.1", code.text)).toBe("blocked");
  expect(code.try("192.0.2.2", code.text)).toBe("right");
  clock.now = 59_999;
  expect(code.try("192.0.2.1", code.text)).toBe("blocked");
  clock.now = 60_000;
  expect(code.try("192.0.2.1", code.text)).toBe("right");
});

test("all addresses of one IPv6 network count as one", () => {
  const { code } = joinCode();
  for (const host of [":1", ":2", "1::3", "9:8:7:6", "1:0:0:5"])
    expect(code.try(`2001:db8:0:7:${host}`, "X")).toBe("wrong");
  expect(code.try("2001:db8:0:7::99", code.text)).toBe("blocked");
  expect(code.try("2001:db8:0:8::99", code.text)).toBe("right");
});

test("after a hundred wrong tries from anywhere nobody may try for a minute", () => {
  const { clock, code } = joinCode();
  for (let tries = 0; tries < 100; tries += 1) code.try(`192.0.2.${tries}`, "X");
  expect(code.try("198.51.100.1", code.text)).toBe("blocked");
  clock.now = 60_000;
  expect(code.try("198.51.100.1", code.text)).toBe("right");
});
