import { isDeepStrictEqual } from 'node:util';

import type { Attempt, ChatResponse, Usage } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';

import type { CallRecord, ResponseRecord } from './records.ts';
import { eventsOf, responseOf } from './response-events.ts';

type Content = Pick<
  ChatResponse,
  'text' | 'reasoning' | 'files' | 'sources' | 'warnings' | 'finishReason'
>;

/** `response()` has the content of the attempt that succeeded, and the token counts of all attempts. */
export function checkContent(
  { attempts, responses }: CallRecord,
  received: readonly ResponseRecord[],
): readonly string[] {
  const usage = attempts.flatMap((attempt) => {
    const response = responseOf(attempt, attempts, received);
    const events = response ? eventsOf(response) : [];
    const reported = [undefined, ...events.filter((event) => event.type === 'usage')];
    // What is yielded at the instant of an abort may not be received.
    const isAborted = attempt.outcome === 'aborted' || attempt.outcome === 'outpaced';
    const possible = isAborted ? reported : reported.slice(-1);
    if (possible.some((event) => isEqualUsage(attempt.usage, event))) return [];
    return [`attempt ${attempt.number} has another usage than its response`];
  });
  const settled = new Set(responses.flatMap(({ response }) => response ?? []));
  const content = [...settled].flatMap((response) => {
    const winner = response.attempts.find(({ outcome }) => outcome === 'succeeded');
    const record = winner && responseOf(winner, response.attempts, received);
    return record ? compareContent(response, eventsOf(record)) : ['response() is of no response'];
  });
  return [...usage, ...content];
}

function compareContent(
  response: ChatResponse,
  events: readonly ProviderEvent[],
): readonly string[] {
  const expected = Object.entries(toContent(events));
  const wrong = expected.filter(([name, value]) => !isEqual(Reflect.get(response, name), value));
  const names = wrong.map(([name]) => name);
  if (!isEqual(response.toolCalls.map(toCallText), callsOf(events))) names.push('toolCalls');
  const usage = events.findLast((event) => event.type === 'usage');
  if (!isEqualUsage(response.usage, usage)) names.push('usage');
  if (!isEqualUsage(response.totalUsage, sumOf(response.attempts))) names.push('totalUsage');
  if (orderOf(response) !== events.map(toPartText).join('')) names.push('message');
  return names.map((name) => `response() has another ${name} than the events`);
}

function toContent(events: readonly ProviderEvent[]): Content {
  const finish = events.find((event) => event.type === 'finish');
  return {
    text: events.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''),
    reasoning: events.map((event) => (event.type === 'reasoning-delta' ? event.text : '')).join(''),
    files: events.filter((event) => event.type === 'file'),
    sources: events.filter((event) => event.type === 'source'),
    warnings: events.flatMap((event) => (event.type === 'warning' ? event.message : [])),
    finishReason: finish?.reason ?? 'other',
  };
}

/** Completed calls in the order of their ends, then those without an end. */
function callsOf(events: readonly ProviderEvent[]): readonly string[] {
  const ended = events.filter((event) => event.type === 'tool-call-end');
  const started = events.filter((event) => event.type === 'tool-call-start');
  const cut = started.filter(({ id }) => ended.every((end) => end.id !== id));
  const deltas = events.filter((event) => event.type === 'tool-call-delta');
  return [
    ...ended.map(toCallText),
    ...cut.map(({ id, name }) => {
      const argumentsText = deltas
        .filter((delta) => delta.id === id)
        .map((delta) => delta.argumentsText)
        .join('');
      return toCallText({ id, name, argumentsText, incomplete: true });
    }),
  ];
}

function toCallText(call: {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly incomplete?: boolean | undefined;
}): string {
  return [call.id, call.name, call.argumentsText, call.incomplete].join(' ');
}

/** The text, reasoning and complete tool calls in their order, without the boundaries of blocks. */
function orderOf({ message: { content }, toolCalls }: ChatResponse): string {
  const parts = typeof content === 'string' ? [] : content;
  const cut = new Set(toolCalls.filter(({ incomplete }) => incomplete).map(({ id }) => id));
  return parts
    .map((part) => {
      if (part.type === 'tool-call') return cut.has(part.id) ? '' : part.argumentsText;
      return part.type === 'file' ? '' : part.text;
    })
    .join('');
}

function toPartText(event: ProviderEvent): string {
  if (event.type === 'tool-call-end') return event.argumentsText;
  return event.type === 'text-delta' || event.type === 'reasoning-delta' ? event.text : '';
}

/** The sums of the counts that are known. Incomplete if one is not known. */
function sumOf(attempts: readonly Attempt[]): Usage & { readonly incomplete?: true } {
  const usages = attempts.filter(({ requests }) => requests > 0).map(({ usage }) => usage);
  const sum = (name: 'inputTokens' | 'outputTokens'): number | undefined => {
    const known = usages.flatMap((usage) => usage?.[name] ?? []);
    return known.length === 0 ? undefined : known.reduce((total, count) => total + count, 0);
  };
  const isKnown = usages.every(
    (usage) => usage?.inputTokens !== undefined && usage.outputTokens !== undefined,
  );
  return {
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    ...(!isKnown && { incomplete: true }),
  };
}

function isEqualUsage(left: Attempt['usage'], right: Attempt['usage']): boolean {
  return isEqual(toCounts(left), toCounts(right));
}

function toCounts(
  usage: (Partial<Usage> & { readonly incomplete?: true | undefined }) | undefined,
) {
  return usage && [usage.inputTokens, usage.outputTokens, usage.incomplete];
}

function isEqual(left: unknown, right: unknown): boolean {
  return left === right || isDeepStrictEqual(left, right);
}
