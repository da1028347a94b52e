/** A number and its unit, as often as they follow each other: `1m26.4s`, `22 seconds`, `6ms`. */
const pieces =
  /(\d{1,9}(?:\.\d{1,12})?)\s?(milliseconds?|ms|seconds?|s|minutes?|m|hours?|h)(?![a-z])/;
const opening = /\b(?:try again|retry) (?:in|after) /gi;

/**
 * The wait that a vendor's sentence names, in milliseconds: Groq's "Please try again in 1m26.4s",
 * Azure's "Please retry after 22 seconds". Undefined where it names none.
 */
export function readToldWait(wording: string): number | undefined {
  const words = wording.slice(0, 4096).toLowerCase();
  for (const { index, 0: found } of words.matchAll(opening)) {
    const waitMs = readDuration(words, index + found.length);
    if (waitMs !== undefined) return waitMs;
  }
  return undefined;
}

function readDuration(words: string, from: number): number | undefined {
  let totalMs: number | undefined;
  const next = new RegExp(pieces, 'y');
  next.lastIndex = from;
  for (let piece = next.exec(words); piece; piece = next.exec(words)) {
    totalMs = (totalMs ?? 0) + Number(piece[1]) * unitMs(piece[2] ?? '');
  }
  return totalMs;
}

function unitMs(unit: string): number {
  if (unit === 'ms' || unit.startsWith('milli')) return 1;
  if (unit.startsWith('s')) return 1000;
  return unit.startsWith('m') ? 60_000 : 3_600_000;
}
