import type { Lesson } from "./lesson.ts";

/** One datagram there and one back, with no connection. */
export const udpFirst: Lesson = {
  id: "udp-first",
  chapter: "5",
  title: { en: "A UDP server and a client: datagrams", zh: "UDP 服务器与客户端:数据报" },
  scene: [
    { start: "udp-echo-server" },
    { until: { kind: "call.began", verb: "recvfrom", of: "udp-echo-server" } },
    { start: "udp-client" },
    { until: { kind: "actor.ended", of: "udp-client" } },
    { until: { kind: "call.began", verb: "recvfrom", of: "udp-echo-server" }, times: 2 },
  ],
};
