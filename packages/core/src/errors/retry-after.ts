const number = /^\s*\d+(\.\d+)?\s*$/;

/**
 * How long a vendor asks to be left alone, in milliseconds: `retry-after-ms`, else `Retry-After` in
 * seconds or as a date (RFC 9110, 10.2.3). A date in the past is 0; what can't be read is undefined.
 *
 * @param now wall time, milliseconds since 1970
 */
export function readRetryAfter(
  header: (name: string) => string | undefined,
  now: number,
): number | undefined {
  const milliseconds = header('retry-after-ms');
  if (milliseconds !== undefined && number.test(milliseconds)) return Number(milliseconds);
  const value = header('retry-after');
  if (value === undefined) return undefined;
  if (number.test(value)) return Number(value) * 1000;
  // Date.parse takes "-5" and "1.5.3" for dates of the year 2001.
  if (!/[a-z]/i.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
