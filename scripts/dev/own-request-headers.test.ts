import { expect, it } from "vitest";
import { ownRequestHeaders } from "./own-request-headers.mjs";

it("gives the lab's name to the page's own requests", () => {
  expect(ownRequestHeaders({ host: "127.0.0.1:5173" }, 5173, 4000)).toEqual({
    host: "127.0.0.1:4000",
  });
  const headers = { host: "localhost:5173", origin: "http://localhost:5173" };
  expect(ownRequestHeaders(headers, 5173, 4000)).toEqual({
    host: "127.0.0.1:4000",
    origin: "http://127.0.0.1:4000",
  });
});

it.each([
  {},
  { host: "evil.example:5173" },
  { host: "localhost:5174" },
  { host: "localhost:5173", origin: "http://evil.example" },
  { host: "localhost:5173", origin: "http://localhost:5174" },
  { host: "localhost:5173", origin: "null" },
])("leaves a foreign request as it is, to be refused: %o", (headers) => {
  expect(ownRequestHeaders(headers, 5173, 4000)).toEqual({});
});
