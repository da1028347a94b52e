import { isProviderError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';
import type { Provider, ProviderEvent } from '@understudy/core/provider';
import { createTestContext, ReplayHttp } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { runCase } from './vendor-cases/play-case.ts';
import { hasEnd, readStreamCases } from './vendor-cases/stream-cases.ts';
import type { StreamCase } from './vendor-cases/stream-cases.ts';
import type { RawResponse } from './vendor-cases/vendor-case.ts';

const request = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;
const cases = readStreamCases().map((each) => [each.vendorCase.name, each] as const);

interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly string[];
  readonly isComplete: boolean;
  readonly code: ErrorCode | undefined;
}

/** Decodes a body without a socket. Throws what is not a `ProviderError`. */
async function decode(provider: Provider, body: string, contentType: string): Promise<Outcome> {
  const events: ProviderEvent[] = [];
  let code: ErrorCode | undefined;
  const http = new ReplayHttp([{ body, headers: { 'content-type': contentType } }]);
  try {
    for await (const batch of provider.chat(request, createTestContext({ http }))) {
      events.push(...('type' in batch ? [batch] : batch));
    }
  } catch (error) {
    if (!isProviderError(error)) throw error;
    code = error.code;
  }
  return { ...collect(events), code };
}

function collect(events: readonly ProviderEvent[]): Omit<Outcome, 'code'> {
  const textOf = (type: 'text-delta' | 'reasoning-delta'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('');
  return {
    text: textOf('text-delta'),
    reasoning: textOf('reasoning-delta'),
    calls: events.flatMap((event) => (event.type === 'tool-call-end' ? [event.argumentsText] : [])),
    isComplete: events.at(-1)?.type === 'finish',
  };
}

/** Returns the positions at which an outcome is neither complete nor a typed error, repeats a word, or lacks an end. */
async function findViolations(
  { vendorCase, start }: StreamCase,
  stream: string,
  { contentType, step }: { readonly contentType: string; readonly step: number },
): Promise<readonly unknown[]> {
  const { api, quirks = {} } = vendorCase;
  const provider = await openai({ apiKey: 'k', api, quirks }).create(createTestContext());
  const whole = await decode(provider, stream, contentType);
  const violations: unknown[] = [];
  for (let at = start; at <= stream.length; at += step) {
    const cut = stream.slice(0, at);
    const outcome = await decode(provider, cut, contentType);
    const isPrefix =
      (whole.text + whole.reasoning).includes(outcome.text) &&
      whole.reasoning.startsWith(outcome.reasoning);
    const hasOutcome = outcome.isComplete !== (outcome.code !== undefined);
    const hasAllCalls = outcome.calls.every((call) => whole.calls.includes(call));
    const isExpected = hasOutcome && isPrefix && hasAllCalls;
    if (!isExpected || (outcome.isComplete && !hasEnd(cut))) violations.push({ at, ...outcome });
  }
  return violations;
}

const withEnding = (stream: string, ending: string): string => stream.replaceAll('\n', ending);

describe.each(cases)('the stream of %s, cut at each byte of its last three events', (_, each) => {
  it.each(['\n', '\r\n', '\r'])('has a typed outcome with %j', async (ending) => {
    const options = { contentType: 'text/event-stream', step: 1 };
    expect(await findViolations(each, withEnding(each.stream, ending), options)).toEqual([]);
  });

  it.each(['application/json', 'text/plain', 'application/octet-stream', ''])(
    'has a typed outcome with the content type %j',
    async (contentType) => {
      expect(await findViolations(each, each.stream, { contentType, step: 5 })).toEqual([]);
    },
  );
});

describe('streams that are cut over sockets', () => {
  const sample = cases.filter((_, index) => index % 6 === 0);

  it.each(sample)('%s', async (_, { vendorCase, stream, start }) => {
    for (let at = start; at < stream.length; at += Math.ceil((stream.length - start) / 8)) {
      for (const end of ['whole', 'fin', 'reset'] as const) {
        const cut = stream.slice(0, at);
        const response: RawResponse = { ...vendorCase.response, chunks: [cut], end };
        const { response: received, error } = await runCase({ ...vendorCase, response });
        expect([received, error].filter((each) => each !== undefined)).toHaveLength(1);
        expect(received === undefined || hasEnd(cut)).toBe(true);
      }
    }
  });
});
