import type { RequestContent } from '../../chat/chat-request.ts';
import type { ErrorCode } from '../../chat/error-code.ts';
import type { ContentPart } from '../../chat/message.ts';
import type { FailureCause } from '../../health/failure-cause.ts';
import type { Demand, LimitBlock } from '../../health/limits/limiter.ts';
import type { Unavailable } from '../../health/unavailable.ts';
import type { ProviderCapabilities } from '../../provider/provider-capabilities.ts';
import type { Route } from '../../registry/route/route.ts';
import { losesUserMessage } from '../../request/loses-user-message.ts';
import { losesAllMessages } from '../../request/sanitize-messages.ts';
import { formatCount } from '../../text/format-count.ts';

/** Why a target is skipped. */
export interface SkipReason {
  readonly code: Extract<
    ErrorCode,
    'unsupported-feature' | 'circuit-open' | 'cooling-down' | 'concurrency-limited' | 'rate-limited'
  >;
  readonly message: string;
  /** When the target is available, on the monotonic clock; undefined if waiting does not help. */
  readonly retryAt: number | undefined;
  /** Resolves when the result of the probe that decides is known. */
  readonly probeResult?: Promise<void> | undefined;
  /** Whether the chat can wait in the queue of the target. */
  readonly isQueueable?: boolean;
  /** The error that started the cooldown or opened the circuit breaker. */
  readonly cause?: FailureCause | undefined;
}

/** What an attempt needs, and what the health of the target reports. */
export interface Availability {
  readonly demand: Demand;
  readonly unavailable: Unavailable | undefined;
}

/**
 * Returns why a target cannot take a request now, or undefined if it can.
 *
 * @param now - an instant of the monotonic clock
 */
export function findSkipReason(
  route: Route,
  request: RequestContent,
  { demand, unavailable }: Availability,
  now: number,
): SkipReason | undefined {
  const missing = findMissingCapability(request, route.capabilities);
  if (missing !== undefined) return unsupported(`provider does not support ${missing}`);
  if (losesAllMessages(request.messages, route)) {
    return unsupported('messages contain only the reasoning of other providers, which is not sent');
  }
  if (losesUserMessage(request.messages, route)) {
    return unsupported('a message has only parts of another API, which are not sent');
  }
  if (exceedsEveryMinute(demand)) {
    return { code: 'rate-limited', message: describeExcess(demand), retryAt: undefined };
  }
  return unavailable && toSkipReason(unavailable, now);
}

function toSkipReason(unavailable: Unavailable, now: number): SkipReason {
  const { code, until: retryAt } = unavailable;
  if ('limit' in unavailable) {
    return { code, message: describeLimit(unavailable.limit), retryAt, isQueueable: true };
  }
  const { cause, probeResult } = unavailable;
  return { code, message: describeBlock(unavailable, now), retryAt, probeResult, cause };
}

function unsupported(message: string): SkipReason {
  return { code: 'unsupported-feature', message, retryAt: undefined };
}

/** Returns how long a target is unavailable, in whole milliseconds; undefined if waiting does not help. */
export function remainingMs({ retryAt }: SkipReason, now: number): number | undefined {
  return retryAt === undefined ? undefined : Math.max(0, Math.ceil(retryAt - now));
}

/** Returns what a request needs and a provider does not support, or undefined. */
function findMissingCapability(
  request: RequestContent,
  capabilities: ProviderCapabilities,
): keyof ProviderCapabilities | undefined {
  if (!capabilities.tools && needsTools(request)) return 'tools';
  if (!capabilities.images && hasPart(request, 'image')) return 'images';
  if (!capabilities.files && hasGivenFile(request)) return 'files';
  if (!capabilities.json && request.responseFormat?.type === 'json') return 'json';
  return undefined;
}

type Block = Exclude<Unavailable, { readonly limit: unknown }>;

function describeBlock(block: Block, now: number): string {
  const { cause } = block;
  const after = cause ? ` after ${cause.error.code} ${toSeconds(now - cause.at)} s ago` : '';
  return `${describeSubject(block)}${after}; ${describeEnd(block, now)}`;
}

function describeSubject(block: Block): string {
  if (block.code === 'circuit-open') return 'circuit breaker open';
  return block.scope === 'provider'
    ? 'all models of the provider are cooling down'
    : 'cooling down';
}

/** Without a time and a probe, the target is isolated. */
function describeEnd({ code, until, probeResult }: Block, now: number): string {
  const next = code === 'circuit-open' ? 'next probe' : 'available';
  if (until !== undefined) return `${next} in ${toSeconds(until - now)} s`;
  return probeResult ? 'a probe is running' : 'isolated until resetHealth() is called';
}

/** Tenths of a second, rounded up. */
function toSeconds(ms: number): number {
  return Math.ceil(ms / 100) / 10;
}

function needsTools(request: RequestContent): boolean {
  return (
    (request.tools?.length ?? 0) > 0 ||
    hasPart(request, 'tool-call') ||
    hasPart(request, 'tool-result')
  );
}

/** Files that a model created, for example of another vendor, are omitted, because most APIs do not accept them. */
function hasGivenFile({ messages }: RequestContent): boolean {
  return hasPart({ messages: messages.filter(({ role }) => role !== 'assistant') }, 'file');
}

function hasPart(
  { messages }: Pick<RequestContent, 'messages'>,
  wanted: ContentPart['type'],
): boolean {
  return messages.some(
    ({ content }) => typeof content !== 'string' && content.some(({ type }) => type === wanted),
  );
}

/** Returns which limit of the app is reached, and how many chats wait. */
function describeLimit(block: LimitBlock): string {
  const { limit, queued } = block;
  const waiting = queued === 0 ? '' : `; ${formatCount(queued, 'chat')} in the queue`;
  return `${limit} reached (at most ${describeAllowed(block)})${waiting}`;
}

function describeAllowed({ limit, allowed }: LimitBlock): string {
  switch (limit) {
    case 'maxConcurrent':
      return `${formatCount(allowed, 'call')} in flight`;
    case 'requestsPerMinute':
      return `${formatCount(allowed, 'request')} in 60 s`;
    case 'tokensPerMinute':
      return `${formatCount(allowed, 'token')} in 60 s`;
  }
}

/** Whether a request needs more tokens than a minute allows, so waiting does not help. */
function exceedsEveryMinute({ limits, tokens }: Demand): boolean {
  return tokens > (limits.tokensPerMinute ?? Number.POSITIVE_INFINITY);
}

function describeExcess({ limits, tokens }: Demand): string {
  return `the request needs about ${tokens} tokens, more than tokensPerMinute (${limits.tokensPerMinute ?? 0})`;
}
