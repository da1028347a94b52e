/** How many letters must be added, dropped or changed to make one word of the other (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [down, letter] of Array.from(left).entries()) {
    const above = row;
    row = [down + 1];
    for (let across = 0; across < right.length; across += 1) {
      const changed = (above[across] ?? 0) + (letter === right[across] ? 0 : 1);
      row.push(Math.min(changed, (above[across + 1] ?? 0) + 1, (row[across] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}

/** What a sentence says of the nearest name, as its advice; undefined where none is near. */
export function formatSuggestion(name: string, known: readonly string[]): string | undefined {
  const [near] = findSimilarNames(name, known);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** The known names that a misspelt one may have meant: at most three, nearest first. */
export function findSimilarNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.slice(0, 100).toLowerCase();
  return known
    .map((candidate) => ({
      candidate,
      away: distance(wanted, candidate.slice(0, 100).toLowerCase()),
    }))
    .filter(({ away }) => away <= Math.max(2, wanted.length * 0.4))
    .toSorted((left, right) => left.away - right.away)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
