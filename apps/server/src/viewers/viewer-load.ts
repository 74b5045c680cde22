/**
 * What all connected viewers cost. Together they may take no more of the programs' time than one
 * viewer may.
 */
export class ViewerLoad {
  /** Connected viewers. */
  count = 0;
  /** ms that making and sending their batches has taken so far. */
  spent = 0;
}
