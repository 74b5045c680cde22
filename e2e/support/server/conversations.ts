import { conduct, goOn, LessonPlay, lessonOf } from "@sockscope/lessons";
import type { Command, Make } from "@sockscope/protocol";
import { actorEnded, began } from "./events.ts";
import { connectLab, type LabClient } from "./lab-client.ts";
import { freeTcpPort, freeUdpPort } from "./ports.ts";

/** A welcome server greets one client and waits for the next; on a free port unless told. */
export async function tcpTalk(lab: LabClient, at?: number): Promise<number> {
  const port = at ?? (await freeTcpPort());
  await lab.run({ do: "spawn", program: "welcome-server", count: 1, port });
  await lab.until(began("accept"));
  await lab.run({ do: "spawn", program: "welcome-client", count: 1, port });
  await lab.until(actorEnded);
  await lab.until(began("accept"), 2);
  return port;
}

/** A viewer comes, lets `tcpTalk` happen, and leaves. */
export async function finishTcpTalk(url: string): Promise<void> {
  const lab = await connectLab(url);
  await tcpTalk(lab);
  await lab.close();
}

/** An echo server answers so many clients at once, and they are over; on a free port unless told. */
export async function echoTalks(
  lab: LabClient,
  clients: number,
  { port: at, make }: { port?: number; make?: Make } = {},
): Promise<void> {
  const port = at ?? (await freeTcpPort());
  const server = { program: "echo-server", count: 1, port } as const;
  await lab.run({ do: "spawn", ...server, ...(make && { make }) });
  await lab.until(began("accept"));
  await lab.run({ do: "spawn", program: "hello-client", count: clients, port });
  await lab.until(actorEnded, clients);
}

/** A UDP server echoes one datagram and waits for the next. */
export async function udpTalk(lab: LabClient, port: number): Promise<void> {
  await lab.run({ do: "spawn", program: "udp-echo-server", count: 1, port });
  await lab.until(began("recvfrom"));
  await lab.run({ do: "spawn", program: "udp-client", count: 1, port });
  await lab.until(actorEnded);
  await lab.until(began("recvfrom"), 3);
}

/** A UDP server on a free port and a client that is driven by hand: gives how to let it send a text. */
export async function udpByHand(
  lab: LabClient,
  server: "udp-echo-server" | "udp-hand-server",
): Promise<(text: string) => Promise<unknown>> {
  const port = await freeUdpPort();
  await lab.run({ do: "spawn", program: server, count: 1, port });
  const [actor = 0] = await lab.run({ do: "spawn", program: "udp-hand-client", count: 1 });
  return (text) =>
    lab.run({ do: "hand", actor, call: { verb: "sendto", text, host: "127.0.0.1", port } });
}

/** Plays a lesson to its end, as the page would. */
export async function playLesson(lab: LabClient, id: string): Promise<void> {
  const lesson = lessonOf(id);
  if (lesson === undefined) throw new Error(`No lesson ${id}`);
  const play = new LessonPlay(lesson);
  let read = 0;
  const look = () => {
    const events = lab.events.slice(read);
    read += events.length;
    put((one) => one.see(events));
  };
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const send = async (command: Command) => {
    const actors = await lab.run(command);
    look();
    return { ok: true, actors } as const;
  };
  const put = conduct(play, send, () => {
    if (play.isOver || play.problem !== null) finish();
    else if (play.view.phase !== "doing") queueMicrotask(() => put(goOn));
  });
  const watch = async () => {
    while (!play.isOver && play.problem === null) {
      await lab.until(({ seq }) => seq > read);
      look();
    }
  };
  void watch();
  put(goOn);
  await over;
  if (play.problem !== null) throw new Error(JSON.stringify(play.problem));
}
