/**
 * Whether a version of Node is in a range as package.json has it: `^20.19 || ^22.12 || >=24`. Only
 * these two forms are known.
 */
export function inNodeRange(version: string, range: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return range.split("||").some((part) => {
    const found = /^\s*(\^|>=)(\d+)(?:\.(\d+))?/.exec(part);
    if (!found) return false;
    const [, sign, wantedMajor, wantedMinor = "0"] = found;
    if (major === Number(wantedMajor)) return minor >= Number(wantedMinor);
    return sign === ">=" && major > Number(wantedMajor);
  });
}
