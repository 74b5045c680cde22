import { z } from "./zod.ts";

/** The calls that are recorded, by their names in Python. */
export const verbSchema = z.enum([
  "socket",
  "bind",
  "listen",
  "accept",
  "connect",
  "send",
  "sendall",
  "recv",
  "sendto",
  "recvfrom",
  "shutdown",
  "close",
  "setsockopt",
  "getsockopt",
  "getsockname",
  "getpeername",
  "settimeout",
]);
export type Verb = z.infer<typeof verbSchema>;
