import { describe, expect, it } from 'vitest';

import { chunk, decodeData, decodeStream, done, stop, teal, text } from './decode-stream.ts';

const keepAlives = [
  '',
  ' ',
  'null',
  '{}',
  '[]',
  '""',
  'ping',
  'PING',
  '"ping"',
  'pong',
  'keep-alive',
  'keepalive',
  'KEEP_ALIVE',
  '[HEARTBEAT]',
  'heartbeat',
  ': OPENROUTER PROCESSING',
  ': keep-alive',
  ':',
  'OPENROUTER PROCESSING',
  '1',
  'true',
  '.',
  '...',
  'tick',
  'waiting...',
  'heartbeat 12',
  'ping - 2026-11-30 01:00:00.123Z',
  '{"choices":{}}',
  '{"type":"ping"}',
  '{"ping":true}',
  '{"heartbeat":1796000000}',
  '{"event":"keepalive"}',
  '{"choices":null}',
  '{"id":"c1","object":"chat.completion.chunk"}',
  '{"id":"c1","object":"chat.completion.chunk","choices":null,"usage":null}',
  '{"id":"c1","choices":[]}',
  '{"id":"c1","choices":[null]}',
  '{"id":"c1","choices":[{}]}',
  '{"id":"c1","choices":[{"index":0,"delta":null,"finish_reason":null}]}',
  '{"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"null"}]}',
  '{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":null}}],"error":null}',
  '{"object":"chat.notice","message":"waiting for a worker"}',
];

describe('a keep-alive in data', () => {
  it.each(keepAlives)('is ignored: %j', async (data) => {
    const response = { text: 'Teal.', end: 'stop (stop)' };
    expect(await decodeData([data, ...teal, stop, done])).toEqual(response);
    expect(await decodeData([text('Te'), data, data, text('al.'), data, stop, done])).toEqual(
      response,
    );
  });

  it.each(['{"code":0,"msg":"ok"}', '{"success":true,"code":200,"message":"success"}'])(
    'can report success: %j',
    async (data) => {
      expect(await decodeData([data, text('Te'), data, text('al.'), stop, done])).toEqual({
        text: 'Teal.',
        end: 'stop (stop)',
      });
      expect(await decodeData([...teal, data])).toMatchObject({ end: 'stream-truncated' });
    },
  );

  it.each(keepAlives)('is not an end: %j', async (data) => {
    expect(await decodeData([data])).toEqual({ end: 'stream-truncated' });
    expect(await decodeData([...teal, data])).toEqual({ text: 'Teal.', end: 'stream-truncated' });
  });

  it.each([
    'event: ping\ndata: {}\n\n',
    'event: ping\n\n',
    ': ping\n\n',
    'id: 1\n\n',
    'retry: 5\n\n',
  ])('can be another field: %j', async (event) => {
    const [first, second] = [text('Te'), chunk({ content: 'al.' }, 'stop')];
    const stream = `${event}data: ${first}\n\n${event}data: ${second}\n\n${event}`;
    expect(await decodeStream(stream)).toEqual({ text: 'Teal.', end: 'stop (stop)' });
    expect(await decodeStream(event)).toEqual({ end: 'stream-truncated' });
  });

  it('can be repeated', async () => {
    const many = Array.from({ length: 20_000 }, () => 'null');
    expect(await decodeData([...teal, ...many, stop])).toEqual({
      text: 'Teal.',
      end: 'stop (stop)',
    });
    expect(await decodeData(many)).toEqual({ end: 'stream-truncated' });
  });

  it.each(['hello', '{"choices":"none"}', '[7]'])('is not any data: %j', async (data) => {
    expect(await decodeData([text('Te'), data, stop, done])).toEqual({
      text: 'Te',
      end: 'malformed-response',
    });
  });

  it.each(['{"foo":1}', '{"result":"Teal."}'])(
    'is not an unknown object, after which the response needs a finish reason: %j',
    async (data) => {
      expect(await decodeData([...teal, data, done])).toEqual({
        text: 'Teal.',
        end: 'stream-truncated',
      });
      expect(await decodeData([...teal, data, stop, done])).toEqual({
        text: 'Teal.',
        end: 'stop (stop)',
      });
    },
  );
});
