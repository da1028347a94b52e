import { inspect } from 'node:util';

import type { HttpResponse } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { createHeaders } from '../../test/create-response.ts';
import { readJson, readText } from './read-body.ts';

/** Returns a response with these chunks, and how many of them were read. */
function createResponse(...chunks: readonly (string | Uint8Array)[]): {
  readonly response: HttpResponse;
  readonly read: { chunks: number; stoppedEarly: boolean };
} {
  const read = { chunks: 0, stoppedEarly: false };
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (const chunk of chunks) {
        read.chunks += 1;
        yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      }
    } finally {
      read.stoppedEarly = read.chunks < chunks.length;
    }
  }
  return { response: { status: 418, headers: createHeaders({}), body: body() }, read };
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const limits = { maxJsonBytes: 8_388_608 };

describe('readText', () => {
  it('decodes characters that are split between chunks', async () => {
    const bytes = Buffer.from('häß€😀');
    const { response } = createResponse(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(await readText(response, { maxJsonBytes: bytes.length })).toBe('häß€😀');
  });

  it('accepts maxBytes and rejects more', async () => {
    expect(await readText(createResponse('12', '34').response, { maxJsonBytes: 4 })).toBe('1234');
    const { response, read } = createResponse('12', '345', '67');
    expect(await failureOf(readText(response, { maxJsonBytes: 4 }))).toMatchObject({
      code: 'response-too-large',
      status: 418,
      message: 'expected a body of at most 4 bytes (limits.maxJsonBytes), received more',
    });
    expect(read).toEqual({ chunks: 2, stoppedEarly: true });
  });

  it('counts bytes, not characters', async () => {
    expect(
      await failureOf(readText(createResponse('€€').response, { maxJsonBytes: 5 })),
    ).toMatchObject({
      code: 'response-too-large',
    });
  });
});

describe('readJson', () => {
  it('returns the parsed value', async () => {
    expect(await readJson(createResponse('{"a":', '[1]}').response, limits)).toEqual({ a: [1] });
  });

  it('accepts a byte order mark', async () => {
    expect(await readJson(createResponse('\uFEFF{"a":1}').response, limits)).toEqual({ a: 1 });
  });

  it.each([
    ['', 'an empty body'],
    [' <!doctype html><p>canary</p>', 'HTML'],
    ['canary', 'invalid JSON'],
    ['{"canary":', 'invalid JSON'],
    ['{"a":1}canary', 'invalid JSON'],
  ])('rejects %j without quoting it', async (body, received) => {
    const failure = await failureOf(readJson(createResponse(body).response, limits));
    expect(failure).toMatchObject({
      code: 'malformed-response',
      status: 418,
      message: `expected JSON, received ${received}`,
    });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('rejects more than 8 MiB', async () => {
    const chunk = new Uint8Array(limits.maxJsonBytes / 8).fill(0x20);
    const { response, read } = createResponse(...Array.from({ length: 100 }, () => chunk));
    expect(await failureOf(readJson(response, limits))).toMatchObject({
      code: 'response-too-large',
    });
    expect(read).toEqual({ chunks: 9, stoppedEarly: true });
  });

  it('does not set the prototype for a __proto__ field', async () => {
    const value = await readJson(
      createResponse('{"__proto__":{"polluted":true}}').response,
      limits,
    );
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
