import { parseDelay } from './parse-delay.ts';

/** One limit of a vendor, for example the tokens per minute. */
interface Limit {
  delayMs?: number | undefined;
  remaining?: number | undefined;
  limit?: number | undefined;
}

/** A limit of which more is left was not exceeded. */
const maxShareLeft = 0.5;

/** `x-ratelimit-reset-tokens`, `anthropic-ratelimit-tokens-reset`, `ratelimit-reset`, `x-ratelimit-reset-after` … */
const limitHeader = /^(?:x-|anthropic-)?(?:ratelimit|tokenlimit)/;
const field = /-(reset|remaining|limit)(?:-after)?(?=-|$)/;
/** The fields of the IETF draft: `"default";r=0;t=30`, and in earlier versions `remaining=0, reset=30`. */
const policy = /^ratelimit$/;

/**
 * Returns the time until a rate limit resets, in milliseconds, according to the headers of an error response.
 *
 * Of several limits, the one of which the least is left counts, because it is the one that was exceeded: a limit with
 * nothing left, else the one with the smallest part of its size left. Of equal ones, the longest delay counts. A limit
 * of which more than half is left does not count.
 *
 * @param headers - names and values. Names can be in any case
 * @param now - wall-clock time, milliseconds since 1970
 */
export function readRateLimitReset(
  headers: Iterable<readonly [name: string, value: string]>,
  now: number,
): number | undefined {
  const limits = new Map<string, Limit>();
  for (const [name, value] of headers)
    addHeader(limits, name.toLowerCase().replace('rate-limit', 'ratelimit'), value, now);
  const known = [...limits.values()].filter(
    (limit) => limit.delayMs !== undefined && shareLeft(limit) <= maxShareLeft,
  );
  const [first] = known.toSorted(
    (left, right) =>
      shareLeft(left) - shareLeft(right) || (right.delayMs ?? 0) - (left.delayMs ?? 0),
  );
  return first?.delayMs;
}

function addHeader(limits: Map<string, Limit>, name: string, value: string, now: number): void {
  if (!limitHeader.test(name)) return;
  if (policy.test(name)) return addPolicies(limits, value, now);
  const kind = field.exec(name)?.[1];
  if (kind === undefined) return;
  const limit = limitOf(limits, name.replace(field, ''));
  if (kind === 'reset') limit.delayMs = parseDelay(value, { now });
  if (kind === 'remaining') limit.remaining = readCount(value);
  if (kind === 'limit') limit.limit = readCount(value);
}

/** Policies are separated by commas in the current draft; the fields of one are in earlier versions. */
function addPolicies(limits: Map<string, Limit>, value: string, now: number): void {
  const policies = value.includes(';') ? value.split(',') : [value];
  for (const [index, text] of policies.slice(0, 16).entries()) {
    const limit = limitOf(limits, `policy ${index}`);
    limit.remaining = readCount(/\b(?:r|remaining)=(\d+)/.exec(text)?.[1]);
    limit.delayMs = parseDelay(/\b(?:t|reset)=(\d+)/.exec(text)?.[1] ?? '', { now });
  }
}

function limitOf(limits: Map<string, Limit>, key: string): Limit {
  const limit = limits.get(key) ?? {};
  limits.set(key, limit);
  return limit;
}

/**
 * A limit that does not report what is left was sent because it was exceeded. A negative limit is none: Azure sends -1
 * (https://learn.microsoft.com/answers/questions/5625878). Less than nothing can be left of a limit.
 */
function shareLeft({ remaining = 0, limit }: Limit): number {
  if (limit !== undefined && limit < 0) return 1;
  if (remaining <= 0) return 0;
  return limit === undefined || limit <= 0 ? 1 : remaining / limit;
}

function readCount(value: string = ''): number | undefined {
  const count = Number.parseFloat(value);
  return Number.isNaN(count) ? undefined : count;
}
