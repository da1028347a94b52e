import { expect, it } from 'vitest';

import { readTokenCount } from './read-token-count.ts';

it('returns the count', () => {
  const response = { json: { input_tokens: 7 }, status: 200, requestId: undefined };
  expect(readTokenCount(response, 'input_tokens')).toEqual({ inputTokens: 7 });
});

it('rejects a response without the count', () => {
  const response = { json: { input_tokens: '7' }, status: 200, requestId: 'r1' };
  expect(() => readTokenCount(response, 'input_tokens')).toThrow(
    expect.objectContaining({
      code: 'malformed-response',
      message: 'expected input_tokens in the response, received none',
      status: 200,
      requestId: 'r1',
    }),
  );
});
