import { invalidValue } from './invalid-value.ts';

const maxNameLength = 60;

/**
 * Creates the error for an unknown name. The message lists the known names and suggests similar ones.
 *
 * @param prefix - the start of the path, before the name
 */
export function unknownName(prefix: string, name: string, known: readonly string[]): RangeError {
  const shown = name.slice(0, maxNameLength);
  const expected = known.length === 1 ? `only ${known.join()}` : `one of ${known.join(', ')}`;
  return invalidValue(`${prefix}${shown}`, expected, shown, formatSuggestion(name, known));
}

/** Returns a question with the similar names, or undefined if no name is similar. */
export function formatSuggestion(name: string, known: readonly string[]): string | undefined {
  const similar = findSimilarNames(name, known).map((candidate) => JSON.stringify(candidate));
  return similar.length === 0 ? undefined : `did you mean ${similar.join(' or ')}?`;
}

/**
 * Returns at most three names similar to a misspelled one, the most similar first.
 *
 * If no complete name is similar, compares with the first words of each name.
 */
export function findSimilarNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = toKebabCase(name);
  const wordCount = wanted.split('-').length;
  const similar = findClosest(wanted, known, (candidate) => candidate);
  return similar.length > 0
    ? similar
    : findClosest(wanted, known, (candidate) =>
        toKebabCase(candidate).split('-', wordCount).join('-'),
      );
}

function findClosest(
  wanted: string,
  known: readonly string[],
  toCompared: (candidate: string) => string,
): readonly string[] {
  const maxDistance = Math.max(2, wanted.length * 0.4);
  return known
    .map((candidate) => ({
      candidate,
      distance: countEdits(wanted, toKebabCase(toCompared(candidate))),
    }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function toKebabCase(name: string): string {
  return name
    .slice(0, maxNameLength)
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|[\s_]+/gu, '-')
    .toLowerCase();
}

/** Returns the Levenshtein distance: the number of added, removed and changed characters. */
function countEdits(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [rowIndex, character] of Array.from(left).entries()) {
    const previous = row;
    row = [rowIndex + 1];
    for (let column = 0; column < right.length; column += 1) {
      const changed = (previous[column] ?? 0) + (character === right[column] ? 0 : 1);
      row.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
