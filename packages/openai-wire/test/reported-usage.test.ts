import type { JsonObject, ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { ChatStreamDecoder } from '../src/index.ts';
import { ResponseStreamDecoder } from '../src/responses/index.ts';
import { settings } from './decode-reads.ts';

const counts = (input: number, output: number) => ({
  usage: { prompt_tokens: input, completion_tokens: output },
});
const usage = (inputTokens: number, outputTokens: number) => ({
  type: 'usage',
  inputTokens,
  outputTokens,
});
const chunk = (content: string, more: JsonObject = {}, reason: string | null = null) => ({
  id: 'c1',
  choices: [{ index: 0, delta: { content }, finish_reason: reason }],
  ...more,
});

/** Decodes each list of chunks as one read. Returns the token counts and the end of each read. */
function decode(...reads: readonly (readonly JsonObject[])[]): readonly unknown[] {
  const decoder = new ChatStreamDecoder(settings);
  return reads.map((chunks) => {
    const { events, end } = decoder.decode(chunks.map((json) => ({ data: JSON.stringify(json) })));
    return end?.type === 'failed' ? [...usageOf(events), end.error.code] : usageOf(events);
  });
}

function usageOf(events: readonly ProviderEvent[]): readonly ProviderEvent[] {
  return events.filter(({ type }) => type === 'usage');
}

describe('token counts before the end of a response', () => {
  it('are reported before an error', () => {
    const error = { error: { message: 'no', type: 'server_error' } };
    expect(decode([chunk('Te')], [{ choices: [], ...counts(7, 2) }, error])).toEqual([
      [],
      [usage(7, 2), 'server-error'],
    ]);
  });

  it('are reported with each chunk that changes them, because the response can be cut or canceled', () => {
    expect(
      decode(
        [chunk('Te', counts(7, 1)), chunk('al', counts(7, 2))],
        [chunk(' is', counts(7, 2))],
        [chunk(' a', counts(7, 4))],
      ),
    ).toEqual([[usage(7, 1), usage(7, 2)], [], [usage(7, 4)]]);
  });

  it('are not reported if all are 0', () => {
    expect(decode([chunk('Te', counts(0, 0))])).toEqual([[]]);
  });

  it('are reported with the finish after the finish reason', () => {
    const decoder = new ChatStreamDecoder(settings);
    const read = (data: string) => decoder.decode([{ data }]).events.map(({ type }) => type);
    read(JSON.stringify(chunk('Te', counts(7, 1))));
    expect(read(JSON.stringify(chunk('al', {}, 'stop')))).toEqual(['text-delta']);
    expect(read(JSON.stringify({ choices: [], ...counts(7, 2) }))).toEqual([]);
    expect(read('[DONE]')).toEqual(['usage', 'finish']);
  });
});

it('token counts of a response of the Responses API that failed are reported', () => {
  const decoder = new ResponseStreamDecoder(settings);
  const response = {
    status: 'failed',
    error: { code: 'server_error', message: 'no' },
    usage: { input_tokens: 7, output_tokens: 2 },
  };
  const data = JSON.stringify({ type: 'response.failed', response });
  const { events, end } = decoder.decode([{ event: 'response.failed', data }]);
  expect(events).toEqual([expect.objectContaining(usage(7, 2))]);
  expect(end).toMatchObject({ type: 'failed', error: { code: 'server-error' } });
});
