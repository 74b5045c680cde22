import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { familyOf } from "@sockscope/sockets";

/** The file of the names that the system knows without a query. */
const PATH =
  process.platform === "win32"
    ? join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "drivers", "etc", "hosts")
    : "/etc/hosts";

/** The addresses of a name in the text of a hosts file. */
export function addressesIn(text: string, name: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [address = "", ...names] = (line.split("#")[0] ?? "").trim().split(/\s+/);
    const isNamed = names.some((one) => one.toLowerCase() === name);
    return isNamed && familyOf(address) !== null ? [address] : [];
  });
}

/**
 * All addresses of a name, none if it is unknown, without a query to another machine: those of
 * `localhost` and its subdomains, and those in the hosts file.
 */
export async function lookUpHere(name: string): Promise<readonly string[]> {
  const plain = name.toLowerCase().replace(/\.$/, "");
  if (plain === "localhost" || plain.endsWith(".localhost")) return ["127.0.0.1", "::1"];
  // Without a hosts file no name is known.
  return readFile(PATH, "utf8").then(
    (text) => addressesIn(text, plain),
    () => [],
  );
}
