import { parseArgs } from "node:util";
import type { Target } from "../access/target-policy.ts";
import { DEFAULT_PORT } from "../system/default-port.ts";
import { usageError } from "./usage-error.ts";

export interface Options {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly strictPort: boolean;
  /** Null: the platform's folder for a user's data. */
  readonly data: string | null;
  readonly allowConnect: readonly Target[];
}

export const HELP = `Sockscope: see your sockets.

npm start -- [options]

  --port N       serve on port N (default ${DEFAULT_PORT}; 0: any free port)
  --strict-port  end instead of taking the next free port when N is taken
  --host H       serve on this address too; others may then look on with a join code
  --allow-connect HOST:PORT
                 let programs speak to this address outside this machine; may be repeated
  --no-open      do not open the browser
  --data DIR     keep recordings in DIR (default: the folder for a user's data)
  --version      show the version
  --help         show this
`;

export type Parsed =
  | { readonly kind: "start"; readonly options: Options }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly sentence: string };

const wrong = (sentence: string): Parsed => ({ kind: "wrong", sentence });

/** Reads the command line; never throws. */
export function parseOptions(args: readonly string[]): Parsed {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return wrong(`${usageError(error)}. Try --help.`);
  }
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const { port = String(DEFAULT_PORT), host = "127.0.0.1", data } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    return wrong(`--port needs a number from 0 to 65535, not "${port}".`);
  if (!/^[\w.:-]+$/.test(host)) return wrong(`--host needs an address, not "${host}".`);
  if (data === "") return wrong("--data needs a folder.");
  const opened = (values["allow-connect"] ?? []).map((text) => ({
    text,
    target: parseTarget(text),
  }));
  const allowConnect: Target[] = [];
  for (const { text, target } of opened) {
    if (target === null) return wrong(`--allow-connect needs HOST:PORT, not "${text}".`);
    allowConnect.push(target);
  }
  return {
    kind: "start",
    options: {
      port: Number(port),
      host,
      open: !values["no-open"],
      strictPort: values["strict-port"] ?? false,
      data: data ?? null,
      allowConnect,
    },
  };
}

/** `printer.lan:631`, `[2001:db8::1]:80`; null for anything else. */
function parseTarget(text: string): Target | null {
  const found = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text);
  const host = found?.[1] ?? found?.[2];
  const port = Number(found?.[3]);
  return host === undefined || port < 1 || port > 65535 ? null : { host, port };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      port: { type: "string" },
      host: { type: "string" },
      data: { type: "string" },
      "allow-connect": { type: "string", multiple: true },
      "no-open": { type: "boolean" },
      "strict-port": { type: "boolean" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
    },
  }).values;
