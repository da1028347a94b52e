import {
  durationPattern,
  isJsonObject,
  parseDelay,
  readArray,
  readObject,
  readRateLimitReset,
  readRetryAfter,
  removeQuotes,
} from '@understudy/core/internal';
import type { JsonObject } from '@understudy/core/provider';

/**
 * "try again in 1h2m3.5s" (OpenAI), "retry after 26 seconds" (Azure), "please wait 30 seconds" (GitHub Models),
 * "Expected available in 20 seconds" (Django REST framework).
 */
const waitSentence = new RegExp(
  `(?:(?:try|retry)(?:ing)?(?: again| this request)? (?:in|after):?|\\bwait(?: for)?|resets? (?:in|after)|available in)\\s+(${durationPattern})`,
  'i',
);
/** "will reset at 2026-01-01T00:00:00Z", "Limit resets at: 2026-01-01 00:00:00 UTC" (LiteLLM). */
const resetSentence =
  /\bresets? at:? (\d{4}-\d\d-\d\d[t ][\d:.]{8,16} ?(?:z|utc|gmt|[+-]\d\d:?\d\d))/i;
/**
 * Zhipu and Z.ai send the time in China, without a zone: "Your limit will reset at 2026-01-01 08:00:00",
 * "您的限额将在 2026-01-01 08:00:00 重置".
 *
 * Source: https://github.com/can1357/oh-my-pi/issues/11014, which compares it with the delay in the headers.
 */
const chinaTime = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?! ?(?:z|utc|gmt|[+-]\d))/i;
const chinaTimeCodes: readonly unknown[] = ['1308', '1310'];
/** "30 秒后重试", "请 1 分钟后重试", "请20s后重试". */
const chineseWait = /(\d{1,6})\s*(秒|s|分|小[时時]|天)[钟鐘]?[后後]/i;
const chineseUnits: ReadonlyMap<string, string> = new Map([
  ['分', 'm'],
  ['小时', 'h'],
  ['小時', 'h'],
  ['天', 'd'],
]);

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
  ['quotaResetDelay', secondMs],
  ['estimated_time', secondMs],
  ['reset_after', secondMs],
  ['resets_in_seconds', secondMs],
  ['reset_seconds', secondMs],
  ['resets_in', secondMs],
  ['resets_at', secondMs],
  ['reset_at', secondMs],
  ['retry_at', secondMs],
];

/**
 * Returns the delay that an error body requests, in milliseconds. Reads its fields, those of its details and their
 * metadata, the headers in its metadata (OpenRouter), then its message.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, points in time are ignored
 */
export function readWait(
  error: JsonObject,
  message: string,
  now: number | undefined,
): number | undefined {
  const metadata = readObject(error, 'metadata') ?? {};
  const details = readArray(error, 'details') ?? [];
  const inner = details.map((detail) => readObject(detail, 'metadata'));
  const sources = [error, metadata, readObject(error, 'detail'), ...details, ...inner];
  for (const source of sources) {
    const wait = isJsonObject(source) ? readFields(source, now) : undefined;
    if (wait !== undefined) return wait;
  }
  const wait = readHeaders(readObject(metadata, 'headers') ?? {}, now);
  return wait ?? readSentence(message, now) ?? readChinaTime(error, message, now);
}

function readChinaTime(
  { code }: JsonObject,
  message: string,
  now: number | undefined,
): number | undefined {
  if (!chinaTimeCodes.includes(code)) return undefined;
  const [, date, time] = chinaTime.exec(message.slice(0, 4096)) ?? [];
  return date === undefined ? undefined : parseDelay(`${date}T${time}+08:00`, { now });
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
function readSentence(message: string, now: number | undefined): number | undefined {
  const text = removeQuotes(message.slice(0, 4096));
  const [, count, unit = ''] = chineseWait.exec(text) ?? [];
  if (count !== undefined) return parseDelay(`${count}${chineseUnits.get(unit) ?? 's'}`);
  const found = waitSentence.exec(text) ?? resetSentence.exec(text);
  return parseDelay(found?.[1] ?? '', { now });
}
