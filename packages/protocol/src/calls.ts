import { addressSchema, familySchema, socketTypeSchema } from "./address.ts";
import { z } from "./zod.ts";

const id = z.int().min(1);
const bytes = z.int().min(0);

/** Bytes of a call: the true length, and the first ones in base64 for display (rule E7). */
export const payloadSchema = z.strictObject({ length: bytes, kept: z.base64() });
export type Payload = Readonly<z.infer<typeof payloadSchema>>;

/** What was asked of a call. `offset` is where its first byte stands in the stream (rule E6). */
export const callArgsSchema = z.strictObject({
  family: familySchema.optional(),
  type: socketTypeSchema.optional(),
  address: addressSchema.optional(),
  backlog: z.int().optional(),
  size: z.number().optional(),
  how: z.enum(["SHUT_RD", "SHUT_WR", "SHUT_RDWR"]).optional(),
  /** Of a socket option: `SOL_SOCKET`, `IPPROTO_TCP`... */
  level: z.string().optional(),
  option: z.string().optional(),
  /** The address of the interface on which a multicast group is joined or sent to. */
  interface: z.string().optional(),
  value: z.number().optional(),
  payload: payloadSchema.optional(),
  offset: bytes.optional(),
});
export type CallArgs = Readonly<z.infer<typeof callArgsSchema>>;

/** What a call gave. `count` is the bytes that `send`, `sendall` and `sendto` handed over. */
export const callResultSchema = z.strictObject({
  socket: id.optional(),
  address: addressSchema.optional(),
  count: bytes.optional(),
  value: z.number().optional(),
  payload: payloadSchema.optional(),
  offset: bytes.optional(),
  /** Which datagram of this socket, counted from 1 as they arrived (rule E8). */
  datagram: id.optional(),
  /** The datagram was longer than `recvfrom(n)` allowed; its true length. */
  cutFrom: bytes.optional(),
  /** Of `listen`: whose accept queue this is (rule E15). */
  queue: z.enum(["kernel", "node"]).optional(),
  /** Of `close`: bytes that our process had read from the kernel and no `recv` has returned (rule E25). */
  unread: bytes.optional(),
  /** Of `close`: the kernel had no connection any more, so nothing was sent by it (rule E25). */
  connection: z.literal("gone").optional(),
});
export type CallResult = Readonly<z.infer<typeof callResultSchema>>;

/** A failure as BSD sockets name it (rule E9). */
export const callErrorSchema = z.strictObject({
  errno: z.string().regex(/^E[A-Z0-9]+$/),
  number: z.int(),
  message: z.string(),
});
export type CallError = Readonly<z.infer<typeof callErrorSchema>>;

/**
 * Where in its program a call stands (rule E18): the file, named from the folder of all programs
 * with `/` between its parts, and its line, counted from 1.
 */
export const callSiteSchema = z.strictObject({ file: z.string().min(1).max(200), line: id });
export type CallSite = Readonly<z.infer<typeof callSiteSchema>>;
