const number = /^\s*\d+(\.\d+)?\s*$/;
/** Every form of a date has one; V8 takes "soon 5" for a date too. */
const timeOfDay = /\d\d:\d\d:\d\d/;
const zone = /(?:[a-z]|[+-]\d\d:?\d\d)\s*$/i;

/**
 * How long a vendor asks to be left alone, in milliseconds: `retry-after-ms`, else `Retry-After` in
 * seconds or as a date (RFC 9110, 10.2.3). A date in the past is 0; what can't be read is undefined.
 *
 * @param now - wall time, milliseconds since 1970
 */
export function readRetryAfter(
  header: (name: string) => string | undefined,
  now: number,
): number | undefined {
  const value = header('retry-after');
  return readNumber(header('retry-after-ms'), 1) ?? readNumber(value, 1000) ?? readDate(value, now);
}

function readNumber(value: string | undefined, unitMs: number): number | undefined {
  if (value === undefined || !number.test(value)) return undefined;
  const milliseconds = Number(value) * unitMs;
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}

function readDate(value: string | undefined, now: number): number | undefined {
  if (value === undefined || !timeOfDay.test(value)) return undefined;
  // The form of asctime() names no zone and means GMT; Date.parse would take it for this machine's.
  const date = Date.parse(zone.test(value) ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
