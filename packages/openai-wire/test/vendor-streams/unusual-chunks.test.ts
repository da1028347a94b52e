import type { JsonValue } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { chunk, decodeData, done, stop, teal, text } from './decode-stream.ts';

function choice(index: JsonValue, delta: JsonValue, reason: string | null = null): string {
  return JSON.stringify({ id: 'c1', choices: [{ index, delta, finish_reason: reason }] });
}

const complete = { text: 'Teal.', end: 'stop (stop)' };

describe('the choice of a response', () => {
  it('is the first one, whatever its index', async () => {
    const data = [choice(1, { content: 'Teal.' }), choice(2, { content: 'Red' }, 'stop')];
    expect(await decodeData([...data, choice(1, {}, 'stop'), done])).toEqual(complete);
  });

  it('is not complete if only another one has a finish reason', async () => {
    const data = [choice(0, { content: 'Te' }), choice(1, { content: 'al.' })];
    expect(await decodeData([...data, choice(2, {}, 'stop'), done])).toEqual({
      text: 'Te',
      end: 'malformed-response',
    });
  });
});

describe('a finish reason of a vendor', () => {
  it.each([
    ['eos_token', 'stop (eos_token)'],
    ['COMPLETE', 'stop (COMPLETE)'],
    ['MAX_TOKENS', 'length (MAX_TOKENS)'],
    ['model_context_window_exceeded', 'length (model_context_window_exceeded)'],
    ['guardrail_intervened', 'content-filter (guardrail_intervened)'],
    ['content_filter: PROHIBITED_CONTENT', 'content-filter (content_filter: PROHIBITED_CONTENT)'],
    ['SPII', 'content-filter (SPII)'],
    ['content-filter', 'content-filter (content-filter)'],
    ['UNEXPECTED_TOOL_CALL', 'malformed-response'],
    ['malformed_model_output', 'malformed-response'],
    ['unheard_of', 'other (unheard_of)'],
  ])('is known: %s', async (reason, end) => {
    expect(await decodeData([...teal, chunk({}, reason), done])).toEqual({ text: 'Teal.', end });
  });
});

describe('a finish reason that promises calls', () => {
  const call = { index: 0, id: 'a', function: { name: 'f', arguments: '{}' } };

  it.each(['tool_calls', 'tool-calls', 'function_call'])('is known: %s', async (reason) => {
    expect(await decodeData([chunk({ tool_calls: [call] }), chunk({}, reason)])).toMatchObject({
      end: `tool-calls (${reason})`,
    });
  });

  it('is other without a call, so that an app does not wait for its calls', async () => {
    const ends = [chunk({}, 'tool_calls'), chunk({ tool_calls: [] }, 'tool_calls')];
    for (const end of ends) {
      expect(await decodeData([...teal, end, done])).toEqual({
        text: 'Teal.',
        end: 'other (tool_calls)',
      });
    }
  });
});

describe('a finish reason of the vendor behind a gateway', () => {
  const end = (finishReason: string, native: JsonValue): string => {
    const last = { index: 0, delta: {}, finish_reason: finishReason, native_finish_reason: native };
    return JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', choices: [last] });
  };

  it.each([
    ['network_error', 'server-error'],
    ['error', 'server-error'],
    ['MALFORMED_FUNCTION_CALL', 'malformed-response'],
    ['MAX_TOKENS', 'length (MAX_TOKENS)'],
    ['refusal', 'content-filter (refusal)'],
    ['end_turn', 'stop (stop)'],
    ['completed', 'stop (stop)'],
    ['tool_use', 'stop (stop)'],
    [null, 'stop (stop)'],
  ])('is the reason if the response is not complete: %s', async (native, expected) => {
    expect(await decodeData([...teal, end('stop', native), done])).toEqual({
      text: 'Teal.',
      end: expected,
    });
  });

  it('does not replace another reason of a response that is not complete', async () => {
    expect(await decodeData([...teal, end('content_filter', 'length'), done])).toMatchObject({
      end: 'content-filter (content_filter)',
    });
  });

  it('is no finish reason alone', async () => {
    const last = { index: 0, delta: {}, finish_reason: null, native_finish_reason: 'stop' };
    const data = JSON.stringify({ id: 'c1', choices: [last] });
    expect(await decodeData([...teal, data])).toMatchObject({ end: 'stream-truncated' });
  });
});

describe('the calls of another choice', () => {
  const calls = [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }];

  it('are left out if the first choice has calls, or a finish reason without calls', async () => {
    const others = choice(1, { tool_calls: calls }, 'tool_calls');
    expect(await decodeData([...teal, others, stop])).toEqual(complete);
    const own = chunk({ tool_calls: [{ ...calls[0], id: 'b' }] });
    expect(await decodeData([own, others, chunk({}, 'tool_calls')])).toMatchObject({
      calls: [['b', 'f', '{}']],
    });
  });
});

describe('content', () => {
  it.each([false, {}, []])('that is %j contains nothing', async (content) => {
    expect(await decodeData([chunk({ content }), ...teal, stop])).toEqual(complete);
  });

  it('in parts can have its text in an object', async () => {
    const part = { type: 'text', text: { value: 'al.', annotations: [] } };
    expect(await decodeData([text('Te'), chunk({ content: [part] }), stop])).toEqual(complete);
  });

  it('in parts is omitted with a warning if its text is unreadable', async () => {
    const part = { type: 'text', text: { tokens: [1, 2] } };
    expect(await decodeData([...teal, chunk({ content: [part] }), stop])).toEqual({
      ...complete,
      warnings: 1,
    });
  });
});
