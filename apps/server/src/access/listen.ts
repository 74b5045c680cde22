import { once } from "node:events";
import type { Server } from "node:http";

/** How many ports are tried, the requested one included. */
const TRIES = 21;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : null;

/** The errors of an address that this machine does not have. */
const MISSING: ReadonlySet<unknown> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

export interface ListenOptions {
  readonly first: string;
  /** Further addresses, at the same port. Those that this machine does not have are left out. */
  readonly also: readonly string[];
  readonly port: number;
  readonly strict: boolean;
}

export interface Listening {
  readonly servers: readonly Server[];
  readonly port: number;
}

/**
 * Listens on `port` at every address, or on the next port that is free at all of them, unless
 * `strict`. `create` creates the server for one address. Throws Node's error if there is no such
 * port.
 */
export async function listen(create: () => Server, options: ListenOptions): Promise<Listening> {
  const { port, strict } = options;
  const tries = strict && port !== 0 ? 1 : TRIES;
  for (let tried = 0; ; tried += 1) {
    const next = port === 0 ? 0 : port + tried;
    try {
      return await everywhere(create, options, next);
    } catch (error) {
      const isTaken = codeOf(error) === "EADDRINUSE";
      if (!isTaken || tried + 1 >= tries || next === 65535) throw error;
    }
  }
}

async function everywhere(
  create: () => Server,
  { first, also }: ListenOptions,
  requested: number,
): Promise<Listening> {
  const servers: Server[] = [];
  let port = requested;
  try {
    for (const host of [first, ...also]) {
      const server = create();
      const opened = await open(server, host, port, host !== first);
      if (opened === null) continue;
      port = opened;
      servers.push(server);
    }
    return { servers, port };
  } catch (error) {
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    throw error;
  }
}

/** The port. Null if the address does not exist here and is optional. */
async function open(
  server: Server,
  host: string,
  port: number,
  optional: boolean,
): Promise<number | null> {
  try {
    server.listen({ host, port, exclusive: true, ipv6Only: true });
    await once(server, "listening");
  } catch (error) {
    if (optional && MISSING.has(codeOf(error))) return null;
    throw error;
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
