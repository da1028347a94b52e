/** Splits bytes into reads of the lengths that `nextLength` returns. */
export function* splitBytes(bytes: Uint8Array, nextLength: () => number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = start + nextLength();
    yield bytes.subarray(start, end);
    start = end;
  }
}
