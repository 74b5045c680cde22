/** Keep in step with `engines` in package.json (a test does). */
export const NODE_RANGE = "^20.19 || ^22.12 || >=24";

/**
 * Says in one sentence why this Node.js is too old, or null when it will do.
 * @param {string} version as in `process.versions.node`: "20.19.1"
 * @returns {string | null}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return null;
  return `Sockscope needs Node.js 20.19 or later, 22.12 or later, or 24 and above; this is ${version}. Get one at https://nodejs.org.`;
}
