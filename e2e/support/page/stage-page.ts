import { expect, type Locator, type Page } from "@playwright/test";

/** What a form of the palette is given; whatever is left out stays as the page proposes it. */
export interface Wanted {
  /** What it does: `Echo`, `By itself`. */
  readonly does?: string;
  readonly address?: string;
  readonly port?: number | string;
}

/** What makes a call by hand on a card. */
export const callButton = (card: Locator, verb: string): Locator =>
  card.getByRole("button", { name: verb, exact: true });

/** The page in English, as a person finds his way in it: by names and roles. */
export class StagePage {
  readonly stage: Locator;
  readonly palette: Locator;
  readonly timeline: Locator;
  readonly inspector: Locator;
  readonly playhead: Locator;

  constructor(readonly page: Page) {
    this.stage = page.getByRole("region", { name: "Stage", exact: true });
    this.palette = page.getByRole("complementary", { name: "Palette" });
    this.timeline = page.getByRole("region", { name: "Timeline", exact: true });
    this.inspector = page.getByRole("complementary", { name: "Inspector" });
    this.playhead = page.getByRole("slider", { name: "Playhead" });
  }

  /** Opens the page and waits until it is connected; from then on it plays fast. */
  async open(url = "/"): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByRole("banner")).toContainText("live");
    await this.page.getByLabel("Speed").selectOption("steps 30");
  }

  card(name: string): Locator {
    return this.stage.getByRole("article", { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Opens a form of the palette and fills it in, without sending it off. */
  async fill(entry: string, wanted: Wanted = {}): Promise<Locator> {
    await this.palette.getByRole("button", { name: new RegExp(`^${entry}`) }).click();
    const form = this.palette.getByRole("form", { name: entry, exact: true });
    const { does, address, port } = wanted;
    if (does !== undefined) await form.getByRole("radio", { name: does, exact: true }).check();
    if (address !== undefined) await form.getByLabel("Address").fill(address);
    if (port !== undefined) await form.getByLabel("Port").fill(String(port));
    return form;
  }

  async add(entry: string, wanted: Wanted = {}): Promise<void> {
    const form = await this.fill(entry, wanted);
    await form.getByRole("button", { name: "Add" }).click();
    await expect(form).toBeHidden();
  }

  /** Adds a TCP server and waits until it accepts; gives its card. */
  async addTcpServer(does: "Welcome" | "Echo", port: number): Promise<Locator> {
    await this.add("TCP server", { does, port });
    const server = this.card(`${does} server`);
    await expect(server).toContainText("blocked in accept()");
    return server;
  }

  /** Adds a client that is driven by hand and waits until its first call can be made; gives its card. */
  async addHandClient(kind: "TCP" | "UDP", port: number): Promise<Locator> {
    await this.add(`${kind} client`, { does: "By hand", port });
    const client = this.card(kind === "TCP" ? "TCP client 1" : "UDP hand client 1");
    const first = kind === "TCP" ? "connect" : "sendto";
    await expect(callButton(client, first)).toHaveAttribute("aria-disabled", "false");
    return client;
  }

  async goLive(): Promise<void> {
    await this.button("To the newest step, live").click();
  }

  /** Steps under the playhead, and steps that there are. */
  async instant(): Promise<readonly [step: number, steps: number]> {
    const said = await this.playhead.getAttribute("aria-valuetext");
    const [, step, steps] = /(\d+) of (\d+)/.exec(said ?? "") ?? [];
    return [Number(step), Number(steps)];
  }

  async showList(): Promise<Locator> {
    await this.timeline.getByRole("radio", { name: "List" }).check();
    const list = this.timeline.getByRole("listbox", { name: "List" });
    await expect(list).toBeVisible();
    return list;
  }

  /**
   * The whole list, a text a step: `Client 1: connect(127.0.0.1:8888) (observed)`. Scrolls through
   * it, since only the rows in sight are there.
   */
  async readList(): Promise<readonly string[]> {
    const list = await this.showList();
    return list.evaluate(async (box) => {
      const rows = new Map<number, string>();
      const firstMissing = () => {
        let at = 1;
        while (rows.has(at)) at++;
        return at;
      };
      for (let size = 1; firstMissing() <= size; ) {
        box.scrollTop = ((firstMissing() - 1) / size) * box.scrollHeight;
        await new Promise((drawn) => requestAnimationFrame(drawn));
        for (const row of box.querySelectorAll("[role=option]")) {
          const [, , who, what, , truth] = [...row.children].map((cell) => cell.textContent);
          rows.set(Number(row.ariaPosInSet), `${who ? `${who}: ` : ""}${what} (${truth})`);
          size = Number(row.ariaSetSize);
        }
      }
      return [...rows].sort(([a], [b]) => a - b).map(([, text]) => text);
    });
  }

  /** The first row of the list that matches, in sight. */
  async findRow(what: RegExp): Promise<Locator> {
    const rows = await this.readList();
    const at = rows.findIndex((row) => what.test(row));
    expect(at, `${what} in\n${rows.join("\n")}`).toBeGreaterThanOrEqual(0);
    const list = await this.showList();
    await list.evaluate(
      (box, share) => box.scrollTo(0, share * box.scrollHeight),
      at / rows.length,
    );
    return list.locator(`[aria-posinset="${at + 1}"]`);
  }

  /** Resolves when a packet with these words is drawn, be it only for a frame. */
  async packet(words: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll(".packet")].some(
          (one) => one.textContent.includes(wanted) && one.checkVisibility(),
        ),
      words,
    );
  }
}
