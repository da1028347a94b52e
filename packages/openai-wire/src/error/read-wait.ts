import type { JsonObject } from '@understudy/core/provider';
import {
  durationPattern,
  isJsonObject,
  parseDelay,
  readArray,
  readObject,
  readRateLimitReset,
  readRetryAfter,
} from '@understudy/provider-utils';

/** "try again in 1h2m3.5s" (OpenAI), "retry after 26 seconds" (Azure), "please wait 30 seconds" (GitHub Models). */
const waitSentence = new RegExp(
  `(?:(?:try|retry)(?:ing)?(?: again)? (?:in|after)|please wait|reset(?:s)? (?:in|after))\\s+(${durationPattern})`,
  'i',
);
/** "30 秒后重试". */
const chineseWait = /(\d{1,6})\s*秒[后後]/;

const secondMs = 1000;

/** The fields for a delay, with the unit of a number. A text can have its own unit. */
const waitFields: readonly (readonly [name: string, unitMs: number])[] = [
  ['retry_after_ms', 1],
  ['retryAfterMs', 1],
  ['retry_after', secondMs],
  ['retryAfter', secondMs],
  ['retry_after_seconds', secondMs],
  ['retry-after', secondMs],
  ['retryDelay', secondMs],
  ['reset_after', secondMs],
  ['resets_in_seconds', secondMs],
  ['resets_in', secondMs],
  ['resets_at', secondMs],
  ['reset_at', secondMs],
  ['retry_at', secondMs],
];

/**
 * Returns the delay that an error body requests, in milliseconds. Reads its fields, those of its details and metadata,
 * the headers in its metadata (OpenRouter), then its message.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, points in time are ignored
 */
export function readWait(
  error: JsonObject,
  message: string,
  now: number | undefined,
): number | undefined {
  const metadata = readObject(error, 'metadata') ?? {};
  const sources = [error, metadata, ...(readArray(error, 'details') ?? [])];
  for (const source of sources) {
    const wait = isJsonObject(source) ? readFields(source, now) : undefined;
    if (wait !== undefined) return wait;
  }
  return readHeaders(readObject(metadata, 'headers') ?? {}, now) ?? readSentence(message);
}

function readFields(source: JsonObject, now: number | undefined): number | undefined {
  for (const [name, unitMs] of waitFields) {
    const wait = parseDelay(toText(source[name]), { unitMs, now });
    if (wait !== undefined) return wait;
  }
  return undefined;
}

/** Google also sends a duration as an object. */
function toText(value: unknown): string {
  if (isJsonObject(value)) return toText(value.seconds);
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

function readHeaders(headers: JsonObject, now: number | undefined): number | undefined {
  if (now === undefined) return undefined;
  const texts = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), toText(value)]),
  );
  return readRetryAfter((name) => texts.get(name), now) ?? readRateLimitReset(texts, now);
}

/** Vendors quote texts of the request. */
const quoted = /"[^"]*"|`[^`]*`/g;

function readSentence(message: string): number | undefined {
  const text = message.slice(0, 4096).replaceAll(quoted, '');
  const seconds = chineseWait.exec(text)?.[1];
  return parseDelay(seconds ?? waitSentence.exec(text)?.[1] ?? '');
}
