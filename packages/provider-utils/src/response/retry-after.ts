const number = /^\s*\d+(\.\d+)?\s*$/;
/** Every date format of HTTP has one. V8 also parses "soon 5" as a date. */
const timeOfDay = /\d\d:\d\d:\d\d/;
const zone = /(?:[a-z]|[+-]\d\d:?\d\d)\s*$/i;

/**
 * Returns the delay requested by the server, in milliseconds.
 *
 * Reads `retry-after-ms`, then `Retry-After` as seconds or as an HTTP date (RFC 9110, 10.2.3). A date in the
 * past is 0. Returns undefined if no header can be parsed.
 *
 * @param header - returns the value of a header by its name in lower case
 * @param now - wall-clock time, milliseconds since 1970
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
  // The asctime() format has no time zone and means GMT. Date.parse() would use the local zone.
  const date = Date.parse(zone.test(value) ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
