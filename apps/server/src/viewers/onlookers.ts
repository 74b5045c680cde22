/** All that look on share what one may take of the programs' time. */
export class Onlookers {
  count = 0;
  /** ms that their batches have taken so far. */
  spent = 0;
}
