import { LIMITS } from "@sockscope/protocol";

/** A line as it is recorded: at most so long, and then how much more there was (rule E20). */
export function printed(text: string): string {
  const most = LIMITS.printed;
  if (text.length <= most) return text;
  const halved = /[\ud800-\udbff]/.test(text.charAt(most - 1));
  const kept = halved ? most - 1 : most;
  // A copy: a part of a string would keep all of it in memory.
  const copy = Buffer.from(text.slice(0, kept), "utf16le").toString("utf16le");
  return `${copy}… (${text.length - kept} more characters)`;
}
