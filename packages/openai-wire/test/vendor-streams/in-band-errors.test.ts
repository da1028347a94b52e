import { describe, expect, it } from 'vitest';

import { ChatStreamDecoder } from '../../src/index.ts';
import { chunk, decodeData, decodeStream, done, text } from './decode-stream.ts';

const start = `data: ${text('Te')}\n\n`;
const end = 'data: [DONE]\n\n';

describe('an error in data', () => {
  it.each([
    ['an object', '{"error":{"message":"The engine is overloaded"}}', 'overloaded'],
    ['a string', '{"error":"Rate limit reached"}', 'rate-limited'],
    ['a number', '{"error":429}', 'rate-limited'],
    ['a list', '{"error":[{"message":"The engine is overloaded"}]}', 'overloaded'],
    ['a flag', '{"error":true,"message":"Rate limit reached"}', 'rate-limited'],
    ['an empty object beside nothing', '{"error":{"code":"unknown"}}', 'server-error'],
    [
      'an error in a list',
      '[{"error":{"code":503,"message":"The model is overloaded."}}]',
      'overloaded',
    ],
    ['a list of errors', '{"errors":[{"message":"Rate limit reached"}]}', 'rate-limited'],
    [
      'the fields of an error',
      '{"object":"error","message":"maximum context length is 8192"}',
      'context-length-exceeded',
    ],
    ['a type', '{"type":"error","message":"Internal failure"}', 'server-error'],
    ['a status', '{"status":"failed","message":"Internal failure"}', 'server-error'],
    ['a detail', '{"detail":"Rate limit reached"}', 'rate-limited'],
    [
      'the fields of Baidu',
      '{"error_code":18,"error_msg":"Open api qps rate limit reached"}',
      'rate-limited',
    ],
    [
      'a field of a message',
      '{"choices":[{"index":0,"message":{"error":{"message":"overloaded"}}}]}',
      'overloaded',
    ],
    [
      'a field of a choice',
      '{"choices":[{"index":0,"delta":{},"error":{"message":"overloaded"}}]}',
      'overloaded',
    ],
    [
      'a string in a choice',
      '{"choices":[{"index":0,"error":"Rate limit reached"}]}',
      'rate-limited',
    ],
    [
      'a field of a delta',
      '{"choices":[{"index":0,"delta":{"error":{"code":429}}}]}',
      'rate-limited',
    ],
    ['an error beside choices', '{"choices":[],"error":{"message":"overloaded"}}', 'overloaded'],
    ['an error beside text', chunk({ content: '' }, null, { error: 'overloaded' }), 'overloaded'],
    ['a finish reason', chunk({}, 'error'), 'server-error'],
    ['another finish reason', chunk({}, 'server_error'), 'server-error'],
    ['a timeout as finish reason', chunk({}, 'timeout'), 'timeout'],
    ['a reason of Gemini', chunk({}, 'MALFORMED_FUNCTION_CALL'), 'malformed-response'],
    [
      'a reason with a word before it',
      chunk({}, 'function_call_filter: MALFORMED_FUNCTION_CALL'),
      'malformed-response',
    ],
    ['a limit as finish reason', chunk({}, 'rate_limit'), 'rate-limited'],
    ['a limit in other words', chunk({}, 'rate_limited'), 'rate-limited'],
    ['an overload as finish reason', chunk({}, 'engine_overloaded'), 'overloaded'],
    ['words', 'error: the engine is overloaded', 'overloaded'],
    ['other words', 'Internal Server Error', 'server-error'],
    ['words in brackets', '[ERROR] Rate limit reached', 'rate-limited'],
    ['words in a string', '"upstream request timeout"', 'server-error'],
    ['a dictionary of Python', "{'error': {'message': 'The engine is overloaded'}}", 'overloaded'],
    [
      'JSON in a dictionary of Python',
      String.raw`{'message': '{\"error\":{\"message\":\"The engine is overloaded\"}}'}`,
      'overloaded',
    ],
    ['JSON in a string', '"{\\"error\\":{\\"message\\":\\"overloaded\\"}}"', 'overloaded'],
    ['framed twice', 'data: {"error":{"message":"overloaded"}}', 'overloaded'],
  ])('can be %s', async (_, data, code) => {
    expect(await decodeData([text('Te'), data, done])).toEqual({ text: 'Te', end: code });
    expect(await decodeData([data])).toEqual({ end: code });
  });

  it.each([
    ['an empty text', '""'],
    ['false', 'false'],
    ['zero', '0'],
    ['an empty object', '{}'],
    ['an empty list', '[]'],
  ])('is not %s in a chunk with content', async (_, error) => {
    const data = text('Teal.').replace('{', `{"error":${error},`);
    expect(await decodeData([data, chunk({}, 'stop')])).toEqual({
      text: 'Teal.',
      end: 'stop (stop)',
    });
  });
});

describe('an error outside data', () => {
  it.each([
    ['JSON', '{"error":{"message":"The engine is overloaded"}}\n\n', 'overloaded'],
    ['JSON without a line break', '{"error":{"message":"The engine is overloaded"}}', 'overloaded'],
    [
      'JSON over lines',
      '{\n  "error": {\n    "message": "Rate limit reached"\n  }\n}\n',
      'rate-limited',
    ],
    ['a list over lines', '[\n  {"error": {"message": "Rate limit reached"}}\n]\n', 'rate-limited'],
    ['a field with JSON', 'error: {"message":"Rate limit reached"}\n\n', 'rate-limited'],
    ['a field with text', 'error: the engine is overloaded\n\n', 'overloaded'],
    ['another field', 'server_error: {"error":{"message":"overloaded"}}\n\n', 'overloaded'],
    ['text', 'Internal Server Error\n', 'server-error'],
    [
      'text of a proxy',
      'upstream connect error or disconnect/reset before headers\n',
      'server-error',
    ],
    ['HTML', '<html>\n<head><title>502 Bad Gateway</title></head>\n</html>\n', 'server-error'],
    [
      'an event with JSON',
      'event: error\ndata: {"message":"Rate limit reached"}\n\n',
      'rate-limited',
    ],
    ['an event with text', 'event: error\ndata: Rate limit reached\n\n', 'rate-limited'],
    ['an event with a string', 'event: error\ndata: "Rate limit reached"\n\n', 'rate-limited'],
    ['an event with a status', 'event: error\ndata: {"code":429}\n\n', 'rate-limited'],
    [
      'an event of another name',
      'event: response.failed\ndata: {"message":"overloaded"}\n\n',
      'overloaded',
    ],
    ['an event without an error', 'event: error\ndata: {}\n\n', 'server-error'],
  ])('can be %s', async (_, error, code) => {
    expect(await decodeStream(start + error + end)).toEqual({ text: 'Te', end: code });
    expect(await decodeStream(start + error)).toEqual({ text: 'Te', end: code });
    expect(await decodeStream(`: ping\n\n${error}`)).toEqual({ end: code });
  });

  it.each([
    ['text', 'It works!\n'],
    ['an unknown field', 'answer: Teal.\n\n'],
    ['JSON that is cut off', '{"id":"c1","cho\n'],
    ['JSON over lines that is cut off', '{\n  "id": "c1",\n'],
    ['HTML', '<p>Hi</p>\n'],
  ])('can be unreadable, so that the response needs a finish reason: %s', async (_, line) => {
    const truncated = { text: 'Te', end: 'stream-truncated' };
    expect(await decodeStream(start + line + end)).toEqual(truncated);
    expect(await decodeStream(start + line)).toEqual(truncated);
    const finish = `data: ${chunk({}, 'stop')}\n\n`;
    expect(await decodeStream(start + line + finish + end)).toEqual({
      text: 'Te',
      end: 'stop (stop)',
    });
  });

  it('is not an event of a tool', async () => {
    const event = 'event: tool.failed\ndata: {"tool":"search","error":"no result"}\n\n';
    const finish = `data: ${chunk({}, 'stop')}\n\n`;
    expect(await decodeStream(start + event + finish)).toEqual({ text: 'Te', end: 'stop (stop)' });
  });

  it('is not a chunk that is cut off and contains such words', async () => {
    const cut = text('an error occurred: overloaded').slice(0, -9);
    expect(await decodeStream(`${start}data: ${cut}`)).toEqual({
      text: 'Te',
      end: 'stream-truncated',
    });
    expect(await decodeStream(start + cut)).toEqual({ text: 'Te', end: 'stream-truncated' });
  });
});

describe('a wait that is a point in time', () => {
  it.each([
    ['resets_at', { resets_at: 1_796_000_020 }],
    ['a header', { metadata: { headers: { 'X-RateLimit-Reset': '1796000020000' } } }],
  ])('is read from %s', (_, fields) => {
    const data = JSON.stringify({ error: { code: 429, message: 'Rate limit reached', ...fields } });
    const now = (): number => 1_796_000_000_000;
    const decoder = new ChatStreamDecoder({ provider: 'vendor', model: 'm', now });
    const error = { code: 'rate-limited', retryAfterMs: 20_000 };
    expect(decoder.decode([{ data }]).end).toMatchObject({ type: 'failed', error });
    const named = new ChatStreamDecoder({ provider: 'vendor', model: 'm', now });
    expect(named.decode([{ event: 'error', data }]).end).toMatchObject({ type: 'failed', error });
  });
});
