import { readArray, readNumber, readString } from '@understudy/provider-utils';

/** "try again in 1h2m3.5s" and "in 850ms" (OpenAI, Groq), "retry after 26 seconds" (Azure). */
const waitSentence =
  /(?:try again in|retry after|retry in)\s+((?:\d+(?:\.\d+)?\s?(?:ms|h|m|s)(?:[a-z]*)\s?){1,4})/i;
const amount = /(\d+(?:\.\d+)?)\s?(ms|h|m|s)/gi;
const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Returns the delay that an error body requests, in milliseconds. Reads its fields, then its message. */
export function readWait(error: unknown, message: string): number | undefined {
  const milliseconds = readNumber(error, 'retry_after_ms');
  const seconds = readNumber(error, 'retry_after') ?? readRetryInfo(error);
  const wait = milliseconds ?? (seconds === undefined ? readSentence(message) : seconds * 1000);
  return wait !== undefined && wait >= 0 && Number.isFinite(wait) ? wait : undefined;
}

/** Reads Google's `google.rpc.RetryInfo`, for example `{ "retryDelay": "36s" }`. */
function readRetryInfo(error: unknown): number | undefined {
  for (const detail of readArray(error, 'details') ?? []) {
    const delay = /^(\d+(?:\.\d+)?)s$/.exec(readString(detail, 'retryDelay') ?? '');
    if (delay) return Number(delay[1]);
  }
  return undefined;
}

function readSentence(message: string): number | undefined {
  const match = waitSentence.exec(message.slice(0, 4096));
  if (!match?.[1]) return undefined;
  return [...match[1].matchAll(amount)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units.get(unit.toLowerCase()) ?? 0),
    0,
  );
}
