/** Chance. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A version 4 UUID. */
  uuid(): string;
}
