const httpDate = /^[a-z]{3}, \d\d [a-z]{3} \d{4} \d\d:\d\d:\d\d gmt$/i;

/**
 * Returns the wall-clock time of the server that sent a response, in milliseconds since 1970: its `Date` (RFC 9110,
 * 6.6.1). Points in time of the response count from there, because clocks differ. Returns `now` without a valid date,
 * and for a response of a cache, which has an older date (RFC 9111, 5.1).
 *
 * @param header - returns the value of a header by its name in lower case
 * @param now - wall-clock time of this machine
 */
export function readServerTime(header: (name: string) => string | undefined, now: number): number {
  const date = header('date')?.trim() ?? '';
  if (!httpDate.test(date) || header('age') !== undefined) return now;
  const time = Date.parse(date);
  return Number.isNaN(time) ? now : time;
}
