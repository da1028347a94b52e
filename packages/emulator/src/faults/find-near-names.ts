/** The names that a misspelt one may have meant, or the beginnings of which: at most three, nearest first. */
export function findNearNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = toWords(name);
  const count = wanted.split('-').length;
  const whole = findNearest(wanted, known, (candidate) => candidate);
  return whole.length > 0
    ? whole
    : findNearest(wanted, known, (candidate) => candidate.split('-', count).join('-'));
}

function findNearest(
  wanted: string,
  known: readonly string[],
  compared: (candidate: string) => string,
): readonly string[] {
  const farthest = Math.max(2, wanted.length * 0.4);
  return known
    .map((candidate) => ({ candidate, away: countEdits(wanted, compared(candidate)) }))
    .filter(({ away }) => away <= farthest)
    .toSorted((left, right) => left.away - right.away)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The question whether a misspelt name meant one of those; undefined when none is near. */
export function suggestNearNames(name: string, known: readonly string[]): string | undefined {
  const near = findNearNames(name, known).map((candidate) => JSON.stringify(candidate));
  return near.length === 0 ? undefined : `did you mean ${near.join(' or ')}?`;
}

const longestName = 60;

/** Spelt as faults are: lower case, with hyphens between the words. */
function toWords(name: string): string {
  return name
    .slice(0, longestName)
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|[\s_]+/gu, '-')
    .toLowerCase();
}

/** How many letters must be added, dropped or changed to make one word of the other (Levenshtein). */
function countEdits(left: string, right: string): number {
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
