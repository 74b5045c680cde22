import { describe, expect, it } from "vitest";
import { chromiumPlaces } from "./chromium-places.mjs";
import { findChromium, findOrInstallChromium, type Probes } from "./find-chromium.mjs";

/** A machine on which `there` exist; installing adds to them. Notes what is asked, in order. */
function machine(there: readonly string[], overrides: Partial<Probes> = {}) {
  const files = new Set(there);
  const requests: string[] = [];
  const install = (name: string, path: string | null) => async () => {
    requests.push(name);
    if (path !== null) files.add(path);
    return path === null ? 1 : 0;
  };
  const probes: Probes = {
    named: undefined,
    playwrights: async () => "/cache/chrome",
    places: ["/usr/bin/chromium", "/usr/bin/google-chrome"],
    exists: (path) => {
      requests.push(path);
      return files.has(path);
    },
    installPlaywrights: install("playwright install", null),
    debianRoot: true,
    installDebians: install("apt-get", "/usr/bin/chromium"),
    ...overrides,
  };
  return { probes, requests, install };
}

describe("findChromium", () => {
  const all = ["/mine", "/cache/chrome", "/usr/bin/chromium", "/usr/bin/google-chrome"];

  it("takes the named one before any other", async () => {
    const { probes, requests } = machine(all, { named: "/mine" });
    expect(await findChromium(probes)).toBe("/mine");
    expect(requests).toEqual(["/mine"]);
  });

  it("refuses a named one that is not there, whatever else is", async () => {
    const { probes } = machine(all, { named: "/typo" });
    await expect(findChromium(probes)).rejects.toThrow("SOCKSCOPE_CHROMIUM names /typo");
  });

  it("takes Playwright's own before an installed one", async () => {
    expect(await findChromium(machine(all).probes)).toBe("/cache/chrome");
  });

  it("takes installed ones in the order of their places", async () => {
    expect(await findChromium(machine(all.slice(2)).probes)).toBe("/usr/bin/chromium");
    expect(await findChromium(machine(all.slice(3)).probes)).toBe("/usr/bin/google-chrome");
    expect(await findChromium(machine([]).probes)).toBeNull();
  });
});

describe("findOrInstallChromium", () => {
  it("installs nothing when there is one", async () => {
    const { probes, requests } = machine(["/usr/bin/chromium"]);
    expect(await findOrInstallChromium(probes)).toBe("/usr/bin/chromium");
    expect(requests).not.toContain("playwright install");
  });

  it("installs Playwright's first and then stops", async () => {
    const { probes, requests, install } = machine([]);
    const installPlaywrights = install("playwright install", "/cache/chrome");
    expect(await findOrInstallChromium({ ...probes, installPlaywrights })).toBe("/cache/chrome");
    expect(requests).not.toContain("apt-get");
  });

  it("falls back to Debian's, as root only", async () => {
    const asRoot = machine([]);
    expect(await findOrInstallChromium(asRoot.probes)).toBe("/usr/bin/chromium");
    expect(asRoot.requests.filter((name) => !name.startsWith("/"))).toEqual([
      "playwright install",
      "apt-get",
    ]);
    const asUser = machine([], { debianRoot: false });
    expect(await findOrInstallChromium(asUser.probes)).toBeNull();
    expect(asUser.requests).not.toContain("apt-get");
  });

  it("gives null when everything fails", async () => {
    const { probes, install } = machine([]);
    const installDebians = install("apt-get", null);
    expect(await findOrInstallChromium({ ...probes, installDebians })).toBeNull();
  });
});

describe("chromiumPlaces", () => {
  it("looks on PATH first, the headless shell before Chromium before Chrome before Edge", () => {
    const places = chromiumPlaces("linux", { PATH: "/a:/b" });
    expect(places.slice(0, 4)).toEqual([
      ...["/a/chromium-headless-shell", "/b/chromium-headless-shell"],
      ...["/a/chromium", "/b/chromium"],
    ]);
    expect(places.indexOf("/b/google-chrome")).toBeLessThan(places.indexOf("/a/microsoft-edge"));
    expect(places).toContain("/opt/google/chrome/chrome");
  });

  it("knows the folders of macOS and Windows", () => {
    expect(chromiumPlaces("darwin", { HOME: "/Users/a" })).toContain(
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    );
    const windows = chromiumPlaces("win32", { "ProgramFiles(x86)": "P" }).join("\n");
    expect(windows).toMatch(/P.Microsoft.Edge.Application.msedge\.exe/);
  });
});
