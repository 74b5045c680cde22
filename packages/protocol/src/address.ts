import { z } from "./zod.ts";

/** The address families, by the names that `socket()` takes. */
export const familySchema = z.enum(["AF_INET", "AF_INET6"]);
export type Family = z.infer<typeof familySchema>;

/** The socket types, by the names that `socket()` takes. */
export const socketTypeSchema = z.enum(["SOCK_STREAM", "SOCK_DGRAM"]);
export type SocketType = z.infer<typeof socketTypeSchema>;

export const portSchema = z.int().min(0).max(65535);

/** One end: a literal address and a port (rule E5). */
export const addressSchema = z.strictObject({
  address: z.string().max(64),
  port: portSchema,
  family: familySchema,
});
export type Address = Readonly<z.infer<typeof addressSchema>>;

/** The usual notation, `127.0.0.1:8888` or `[::1]:8888`; also the key that ends are matched by. */
export function addressText({ address, port, family }: Address): string {
  return family === "AF_INET6" ? `[${address}]:${port}` : `${address}:${port}`;
}
