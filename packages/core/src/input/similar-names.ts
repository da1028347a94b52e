/** The number of characters to add, remove or replace to get one text from the other (Levenshtein distance). */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [down, letter] of Array.from(left).entries()) {
    const above = row;
    row = [down + 1];
    for (let across = 0; across < right.length; across += 1) {
      const replaced = (above[across] ?? 0) + (letter === right[across] ? 0 : 1);
      row.push(Math.min(replaced, (above[across + 1] ?? 0) + 1, (row[across] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}

/** Returns `did you mean "…"?` with the most similar known name, or undefined if no name is similar. */
export function formatSuggestion(name: string, known: readonly string[]): string | undefined {
  const [nearest] = findSimilarNames(name, known);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

/**
 * Returns at most three known names that are similar to a misspelled name, most similar first.
 *
 * A name is similar if it differs by at most two characters, or by at most 40 % of the length of `name`, and has a
 * character in common. Case is ignored.
 */
export function findSimilarNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.slice(0, 100).toLowerCase();
  return known
    .map((candidate) => ({
      candidate,
      distance: editDistance(wanted, candidate.slice(0, 100).toLowerCase()),
    }))
    .filter(
      ({ candidate, distance }) =>
        distance <= Math.max(2, wanted.length * 0.4) &&
        distance < Math.max(wanted.length, candidate.length),
    )
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
