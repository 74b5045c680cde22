import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Sends a file in 16 pieces, or what the server does not have of it yet; compares the SHA-256. */
export const uploadClient: Program = async (net, { host, port, family, file, sha256, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  const readLine = async (): Promise<string> => {
    let line = "";
    while (!line.endsWith("\n")) {
      const data = await client.recv(1024);
      if (data.length === 0) throw new Error("The server closed in mid-sentence.");
      line += decode(data);
    }
    return line.trim();
  };

  const { size } = file;
  await client.sendall(encode(`${encodeURIComponent(file.name)} ${size}\n`));
  const offset = Number(await readLine());

  const piece = Math.max(1, Math.ceil(size / 16));
  const hash = sha256();
  for (let at = 0; at < size; at += piece) {
    const bytes = await file.read(at, piece);
    hash.update(bytes);
    if (at + bytes.length <= offset) continue;
    await client.sendall(bytes.subarray(Math.max(0, offset - at)));
    print(`${Math.round((100 * Math.min(size, at + piece)) / size)} %`);
  }

  const same = (await readLine()) === hash.hexdigest();
  print(same ? `SHA-256 agrees: ${hash.hexdigest()}` : "SHA-256 differs");

  await client.close();
};
