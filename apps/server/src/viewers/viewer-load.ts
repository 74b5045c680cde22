/**
 * The cost of all connected viewers. Together they may take no more of the programs' time than one
 * viewer may.
 */
export class ViewerLoad {
  /** Connected viewers. */
  count = 0;
  /** ms spent so far on making and sending their batches. */
  spent = 0;
}
