/** The line ending of events. `mixed` uses LF, CR and CR LF in turn. */
export type LineEnding = 'lf' | 'crlf' | 'cr' | 'mixed';

const ends = {
  lf: ['\n'],
  crlf: ['\r\n'],
  cr: ['\r'],
  // CR and LF are not adjacent, because they would form one line ending.
  mixed: ['\n', '\r', '\r\n'],
} as const;

/** The names of all line endings. */
export const lineEndings: readonly string[] = Object.keys(ends);

/** Returns a function that returns the ending of the next line. */
export function createLineEnds(lineEnding: LineEnding): () => string {
  const cycle = ends[lineEnding];
  let count = -1;
  return () => {
    count += 1;
    return cycle[count % cycle.length] ?? '\n';
  };
}
