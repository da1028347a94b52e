/** `mixed`: another one at each line, in an order in which no two make one. */
export type LineEnding = 'lf' | 'crlf' | 'cr' | 'mixed';

const ends = {
  lf: ['\n'],
  crlf: ['\r\n'],
  cr: ['\r'],
  // A CR is never followed by a lone LF: that would be one line end, not two.
  mixed: ['\n', '\r', '\r\n'],
} as const;

/** What ends the next line, each time it is called. */
export function createLineEnds(lineEnding: LineEnding): () => string {
  const cycle = ends[lineEnding];
  let count = -1;
  return () => {
    count += 1;
    return cycle[count % cycle.length] ?? '\n';
  };
}
