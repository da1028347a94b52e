import { describe, expect, it } from 'vitest';

import { anthropicProtocol } from './bad-input/anthropic.ts';
import { chat } from './bad-input/chat.ts';
import { googleProtocol } from './bad-input/google.ts';
import { ollamaProtocol } from './bad-input/ollama.ts';
import type { Protocol } from './bad-input/protocol.ts';
import { responsesProtocol } from './bad-input/responses.ts';
import { openAiStreams } from './unusual-streams/openai.ts';

interface Vendor {
  readonly protocol: Pick<Protocol, 'label' | 'define' | 'contentType' | 'model'>;
  readonly encodeError: (message: string) => string;
  /** An error with this message in a response with the status 200. */
  readonly encodeEvent: (message: string) => string;
}

const openAiError = (message: string): string =>
  JSON.stringify({ error: { code: 'rate_limit_exceeded', message } });
const anthropicError = (message: string): string =>
  JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message } });
const googleError = (message: string): string =>
  JSON.stringify({ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message } });
const ollamaError = (message: string): string =>
  JSON.stringify({ error: `rate limit exceeded. ${message}` });

const vendors: readonly Vendor[] = [
  {
    protocol: anthropicProtocol,
    encodeError: anthropicError,
    encodeEvent: (message) => `event: error\ndata: ${anthropicError(message)}\n\n`,
  },
  {
    protocol: googleProtocol,
    encodeError: googleError,
    encodeEvent: (message) => `data: ${googleError(message)}\r\n\r\n`,
  },
  {
    protocol: ollamaProtocol,
    encodeError: ollamaError,
    encodeEvent: (message) => `${ollamaError(message)}\n`,
  },
  {
    protocol: openAiStreams.protocol,
    encodeError: openAiError,
    encodeEvent: (message) => `data: ${openAiError(message)}\n\n`,
  },
  {
    protocol: responsesProtocol,
    encodeError: openAiError,
    encodeEvent: (message) =>
      `event: error\ndata: ${JSON.stringify({ type: 'error', code: 'rate_limit_exceeded', message })}\n\n`,
  },
];

const sentences: readonly (readonly [message: string, ms: number])[] = [
  ['Please try again in 7.5s.', 7500],
  ['Please retry in 1m2s.', 62_000],
  ['Retry after 26 seconds.', 26_000],
  ['请求过多，请 30 秒后重试', 30_000],
];

describe.each(vendors)('a wait in words from $protocol.label', (vendor) => {
  const { protocol, encodeError, encodeEvent } = vendor;

  it.each(sentences)('%s', async (message, retryAfterMs) => {
    const expected = { code: 'rate-limited', retryAfterMs };
    const read = (body: string, status: number): Promise<unknown> =>
      chat(protocol, body, body.length, { status });
    expect(await read(encodeError(message), 429)).toMatchObject(expected);
    expect(await read(message, 429)).toMatchObject(expected);
    expect(await read(encodeEvent(message), 200)).toMatchObject(expected);
  });

  it('is not read from quoted text', async () => {
    const body = encodeError('Too many requests with "please try again in 7 s"');
    const error = await chat(protocol, body, body.length, { status: 429 });
    expect(error).toMatchObject({ code: 'rate-limited', retryAfterMs: undefined });
  });
});
