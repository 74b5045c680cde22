import type { Lesson } from "./lesson.ts";

/** A greeting over TCP, up to the server's next `accept`. */
export const tcpFirst: Lesson = {
  id: "tcp-first",
  chapter: "4",
  title: { en: "A TCP server and its first client", zh: "TCP 服务器与第一个客户端" },
  scene: [
    { start: "welcome-server" },
    { until: { kind: "call.began", verb: "accept", of: "welcome-server" } },
    { start: "welcome-client" },
    { until: { kind: "actor.ended", of: "welcome-client" } },
    { until: { kind: "call.began", verb: "accept", of: "welcome-server" }, times: 2 },
  ],
};
