/** Returns a position. Some servers send it as a text. A missing one is the first. */
export function readIndex(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
}
