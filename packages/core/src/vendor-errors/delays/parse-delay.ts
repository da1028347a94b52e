const secondMs = 1000;
const dayMs = 86_400_000;
/** A longer delay is a value in another unit, for example a timestamp that was read as a duration. */
const maxDelayMs = 10 * 365 * dayMs;
/** Seconds since 1970 have ten digits until 2286. As a duration, this is 31 years. */
const firstEpochSeconds = 1e9;
const firstEpochMs = 1e12;

const number = /^\d+(?:\.\d+)?$/;
/** Every date format of HTTP and RFC 3339 has one. V8 also parses "soon 5" as a date. */
const timeOfDay = /\d\d:\d\d:\d\d/;
const zone = /(?:[a-z]|[+-]\d\d:?\d\d)\s*$/i;

const unitsMs: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|millis)/, 1],
  [/^s/, secondMs],
  [/^m/, 60_000],
  [/^h/, 3_600_000],
  [/^d/, dayMs],
];
const unit =
  '(?:milliseconds?|millis|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|hr|h|days?|d)(?![a-z])';
const amount = `\\d+(?:\\.\\d+)?\\s?${unit}`;

/** The source of a pattern for a duration with units, for example `1h2m3.5s`, `120ms` or `26 seconds`. */
export const durationPattern: string = `(?:${amount}[\\s,]{0,2}(?:and\\s(?=\\d))?){1,5}`;

const duration = new RegExp(`^${durationPattern}$`, 'i');
const amounts = /(\d+(?:\.\d+)?)\s?([a-z]+)/gi;

/** How `parseDelay` reads a number without a unit, and from when it counts a point in time. */
export interface DelayFormat {
  /** The unit of a number. @defaultValue 1000: seconds */
  readonly unitMs?: number | undefined;
  /** Wall-clock time, milliseconds since 1970. Points in time have no delay without it. */
  readonly now?: number | undefined;
}

/**
 * Returns the delay in a text, in milliseconds, or undefined if the text contains none.
 *
 * Reads a number, a duration with units (`1m3s`), a point in time in seconds or milliseconds since 1970, an HTTP date
 * (RFC 9110, 5.6.7) and an RFC 3339 date. A point in time of the last 24 hours is 0, because clocks differ. Undefined
 * if it is older, or if the delay is longer than ten years.
 */
export function parseDelay(
  text: string,
  { unitMs = secondMs, now }: DelayFormat = {},
): number | undefined {
  const value = text.trim();
  if (value.length > 64) return undefined;
  const delay = number.test(value)
    ? readNumber(Number(value), unitMs, now)
    : (parseDuration(value) ?? readDate(value, now));
  if (delay === undefined || !(delay <= maxDelayMs) || delay < -dayMs) return undefined;
  return Math.max(0, delay);
}

function readNumber(value: number, unitMs: number, now: number | undefined): number | undefined {
  if (value >= firstEpochMs) return until(value, now);
  if (value >= firstEpochSeconds && unitMs === secondMs) return until(value * secondMs, now);
  return value * unitMs;
}

function parseDuration(value: string): number | undefined {
  if (!duration.test(value)) return undefined;
  return [...value.matchAll(amounts)].reduce(
    (sum, [, count, name = '']) => sum + Number(count) * unitOf(name),
    0,
  );
}

function unitOf(name: string): number {
  return unitsMs.find(([start]) => start.test(name.toLowerCase()))?.[1] ?? 0;
}

function readDate(value: string, now: number | undefined): number | undefined {
  if (!timeOfDay.test(value)) return undefined;
  // The asctime() format has no time zone and means GMT. Date.parse() would use the local zone.
  const date = Date.parse(zone.test(value) ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : until(date, now);
}

function until(time: number, now: number | undefined): number | undefined {
  return now === undefined ? undefined : time - now;
}
