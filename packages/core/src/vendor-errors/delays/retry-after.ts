import { parseDelay } from './parse-delay.ts';

/** A value of a header that was sent several times. The comma after the name of a day is part of a date. */
const repeated = /(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,)?[^,]+/gi;

/**
 * Returns the delay requested by the server, in milliseconds.
 *
 * Reads `retry-after-ms`, then `Retry-After` as seconds, as a duration such as `1m3s`, as an HTTP date (RFC 9110,
 * 10.2.3), or as a time in seconds or milliseconds since 1970. If a header was sent twice, the longer delay counts. A
 * date of the last 24 hours is 0. Returns undefined if no header contains a plausible delay.
 *
 * @param header - returns the value of a header by its name in lower case
 * @param now - wall-clock time, milliseconds since 1970
 */
export function readRetryAfter(
  header: (name: string) => string | undefined,
  now: number,
): number | undefined {
  return (
    readLongest(header('retry-after-ms'), 1, now) ?? readLongest(header('retry-after'), 1000, now)
  );
}

function readLongest(value: string = '', unitMs: number, now: number): number | undefined {
  return longestOf(
    [...value.slice(0, 1024).matchAll(repeated)].map(([part]) => parseDelay(part, { unitMs, now })),
  );
}

/** Returns the longest of the known delays. */
export function longestOf(delays: readonly (number | undefined)[]): number | undefined {
  const known = delays.filter((delay) => delay !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
