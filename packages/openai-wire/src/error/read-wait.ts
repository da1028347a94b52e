import { readArray, readNumber, readString } from '@understudy/core/provider';

/** As in "try again in 1h2m3.5s", "in 850ms" (OpenAI, Groq) and "retry after 26 seconds" (Azure). */
const sentence =
  /(?:try again in|retry after|retry in)\s+((?:\d+(?:\.\d+)?\s?(?:ms|h|m|s)(?:[a-z]*)\s?){1,4})/i;
const amount = /(\d+(?:\.\d+)?)\s?(ms|h|m|s)/gi;
const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** How long the body of an error asks to be left alone, in milliseconds: by its fields, else by its wording. */
export function readWait(error: unknown, wording: string): number | undefined {
  const milliseconds = readNumber(error, 'retry_after_ms');
  const seconds = readNumber(error, 'retry_after') ?? readRetryInfo(error);
  const told = milliseconds ?? (seconds === undefined ? readSentence(wording) : seconds * 1000);
  return told !== undefined && told >= 0 && Number.isFinite(told) ? told : undefined;
}

/** Google's `google.rpc.RetryInfo`, for example `{ "retryDelay": "36s" }`. */
function readRetryInfo(error: unknown): number | undefined {
  for (const detail of readArray(error, 'details') ?? []) {
    const delay = /^(\d+(?:\.\d+)?)s$/.exec(readString(detail, 'retryDelay') ?? '');
    if (delay) return Number(delay[1]);
  }
  return undefined;
}

function readSentence(wording: string): number | undefined {
  const found = sentence.exec(wording.slice(0, 4096));
  if (!found?.[1]) return undefined;
  return [...found[1].matchAll(amount)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units.get(unit.toLowerCase()) ?? 0),
    0,
  );
}
