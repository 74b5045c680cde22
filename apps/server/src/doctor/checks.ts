import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { LIMITS, type SocketType } from "@sockscope/protocol";
import { createSockets, SocketError } from "@sockscope/sockets";
import { DEFAULT_PORT } from "../system/default-port.ts";
import { openFileLimit, reservedFiles } from "../system/open-files.ts";
import { both, type Finding, plain } from "./finding.ts";
import { inNodeRange } from "./node-range.ts";

export function checkNode(version: string, range: string): Finding {
  const fits = inNodeRange(version, range);
  return {
    state: fits ? "ok" : "missing",
    what: plain("Node.js"),
    found: fits
      ? plain(version)
      : both(`${version}; ${range} is needed`, `${version}；需要 ${range}`),
    purpose: both("runs the playground", "运行整个程序"),
  };
}

/** What `bind` (and `listen`) says about a port of this machine: null, or the errno. */
async function bindError(type: SocketType, port: number): Promise<string | null> {
  let id = 0;
  const recorder = { record: () => undefined };
  const net = createSockets({ actor: 1, recorder, ids: { next: () => ++id } });
  try {
    const socket = await net.socket("AF_INET", type);
    await socket.bind(["127.0.0.1", port]);
    if (type === "SOCK_STREAM") await socket.listen(1);
    return null;
  } catch (error) {
    return error instanceof SocketError ? error.errno : String(error);
  } finally {
    await net.closeAll();
  }
}

const PORTS = [
  ["SOCK_STREAM", DEFAULT_PORT, both("the page", "页面")],
  ["SOCK_STREAM", 8888, both("the TCP server of the course", "课程里的 TCP 服务器")],
  ["SOCK_DGRAM", 9999, both("the UDP server of the course", "课程里的 UDP 服务器")],
] as const;

/** Any free port will do for the page; the demonstrations have fixed ones. */
export async function checkPorts(): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [type, port, purpose] of PORTS) {
    const error = await bindError(type, port);
    const isPage = port === DEFAULT_PORT;
    findings.push({
      state: error === null ? "ok" : "note",
      what: both(
        `port ${port} (${type === "SOCK_STREAM" ? "TCP" : "UDP"})`,
        `端口 ${port}（${type === "SOCK_STREAM" ? "TCP" : "UDP"}）`,
      ),
      found:
        error === null
          ? both("free", "空闲")
          : isPage
            ? both(`${error}: the next free port is taken`, `${error}：将改用下一个空闲端口`)
            : both(
                `${error}: its demonstration cannot run until the port is free`,
                `${error}：端口空出来之前，这个演示无法运行`,
              ),
      purpose,
    });
  }
  const none = await bindError("SOCK_STREAM", 0);
  if (none !== null)
    findings.push({
      state: "missing",
      what: plain("127.0.0.1"),
      found: both(`no port can be had at all: ${none}`, `一个端口也拿不到：${none}`),
      purpose: both("everything happens there", "一切都在这里发生"),
    });
  return findings;
}

export function checkOpenFiles(limit = openFileLimit()): Finding {
  const wanted = LIMITS.actors * 2 + reservedFiles(Number.POSITIVE_INFINITY);
  const programs = Math.max(0, Math.floor((limit - reservedFiles(limit)) / 2));
  return {
    state: limit >= wanted ? "ok" : "note",
    what: both("open files", "可打开文件数"),
    found:
      limit >= wanted
        ? plain(Number.isFinite(limit) ? String(limit) : "∞")
        : both(
            `${limit}: at most ${programs} programs at once (ulimit -n ${wanted} allows all ${LIMITS.actors})`,
            `${limit}：最多同时运行 ${programs} 个程序（ulimit -n ${wanted} 可放开到 ${LIMITS.actors} 个）`,
          ),
    purpose: both("each socket is an open file", "每个套接字都是一个打开的文件"),
  };
}

export function checkDataFolder(folder: string): Finding {
  const what = both("data folder", "数据文件夹");
  const purpose = both("every session is recorded there", "每次会话都录制在这里");
  try {
    // What is not there yet is made at the first start.
    let nearest = folder;
    while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
    accessSync(nearest, constants.W_OK);
    if (nearest === folder) rmSync(mkdtempSync(join(folder, "doctor-")), { recursive: true });
    return { state: "ok", what, found: plain(folder), purpose };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const found = both(
      `nothing can be written there, so nothing is recorded: ${reason}`,
      `无法写入，因此不会录制：${reason}`,
    );
    return { state: "note", what, found, purpose };
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** The first of these programs on the PATH; null if there is none. */
function onPath(names: readonly string[], env: Env, platform: NodeJS.Platform): string | null {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((dir) => dir !== "");
  const suffix = platform === "win32" ? ".exe" : "";
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, name + suffix);
      if (existsSync(path)) return path;
    }
  return null;
}

const BROWSERS = [
  ...["xdg-open", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  ...["microsoft-edge", "firefox"],
];

export function checkBrowser(env: Env, platform: NodeJS.Platform): Finding {
  const systems = platform === "darwin" || platform === "win32";
  const path = systems ? null : onPath(BROWSERS, env, platform);
  return {
    state: systems || path !== null ? "ok" : "note",
    what: both("browser", "浏览器"),
    found: systems
      ? both("the system's own", "系统自带")
      : path === null
        ? both(
            "none found: open the address by hand, or use the command line",
            "没有找到：请手动打开地址，或使用命令行",
          )
        : plain(path),
    purpose: both("shows the page", "显示页面"),
  };
}

const TOOLS = [
  [
    ["python3", "python"],
    both(
      "runs the Python listing beside each program, and your own",
      "运行每个程序旁边的 Python 代码，以及你自己的",
    ),
  ],
  [
    ["tcpdump"],
    both("to hold what is shown against the packets themselves", "把画面与真实的数据包相对照"),
  ],
] as const;

export const checkTools = (env: Env, platform: NodeJS.Platform): readonly Finding[] =>
  TOOLS.map(([names, purpose]) => {
    const path = onPath(names, env, platform);
    return {
      state: path === null ? "note" : "ok",
      what: plain(names[0]),
      found: path === null ? both("not found; optional", "没有找到；可有可无") : plain(path),
      purpose,
    };
  });
