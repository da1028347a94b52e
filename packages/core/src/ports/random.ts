/** Random numbers. */
export interface Random {
  /** Returns a number of at least 0 and below 1. */
  next(): number;
  /** Returns a version 4 UUID (RFC 9562, 5.4). */
  uuid(): string;
}
