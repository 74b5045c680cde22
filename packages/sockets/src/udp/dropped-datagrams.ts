import { type Address, addressText } from "@sockscope/protocol";

/** `count` datagrams of `length` bytes from this address were dropped, one after another. */
export type Dropped = (from: Address, length: number, count: number) => void;

/** ms for which drops are counted after a report, so that a flood makes few events. */
const COUNTING_MS = 10;

interface DropCount {
  readonly from: Address;
  readonly length: number;
  count: number;
}

/** Reports dropped datagrams: the first at once, and those that follow closely together. */
export class DroppedDatagrams {
  readonly #tell: Dropped;
  readonly #counted = new Map<string, DropCount>();
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: Dropped) {
    this.#tell = tell;
  }

  add(from: Address, length: number): void {
    if (this.#timer === null) {
      this.#wait();
      return this.#tell(from, length, 1);
    }
    const key = `${length} ${addressText(from)}`;
    const alike = this.#counted.get(key);
    if (alike) alike.count += 1;
    else this.#counted.set(key, { from, length, count: 1 });
  }

  /** Reports the counted drops. */
  flush(): void {
    const counted = [...this.#counted.values()];
    this.#counted.clear();
    for (const { from, length, count } of counted) this.#tell(from, length, count);
  }

  /** The socket is about to close. Nothing is reported after this. */
  end(): void {
    this.flush();
    if (this.#timer) clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#counted.size === 0) return;
      this.#wait();
      this.flush();
    }, COUNTING_MS);
    this.#timer.unref();
  }
}
