import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import type { HttpResponse } from '../ports/http.ts';
import { RecordHeaders } from './header-values.ts';
import { maxJsonBodyBytes, readJson, readText } from './read-body.ts';

/** An answer whose body comes in these pieces, and how much of it was taken. */
function answerOf(...pieces: readonly (string | Uint8Array)[]): {
  readonly response: HttpResponse;
  readonly taken: { pieces: number; left: boolean };
} {
  const taken = { pieces: 0, left: false };
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (const piece of pieces) {
        taken.pieces += 1;
        yield typeof piece === 'string' ? Buffer.from(piece) : piece;
      }
    } finally {
      taken.left = taken.pieces < pieces.length;
    }
  }
  return { response: { status: 418, headers: new RecordHeaders({}), body: body() }, taken };
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a body as text', () => {
  it('is whole however it is cut', async () => {
    const bytes = Buffer.from('häß€😀');
    const { response } = answerOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(await readText(response, bytes.length)).toBe('häß€😀');
  });

  it('may have as many bytes as the bound, and no more', async () => {
    expect(await readText(answerOf('12', '34').response, 4)).toBe('1234');
    const { response, taken } = answerOf('12', '345', '67');
    expect(await failureOf(readText(response, 4))).toMatchObject({
      code: 'response-too-large',
      status: 418,
      message: 'expected a body of at most 4 bytes, and more came',
    });
    expect(taken).toEqual({ pieces: 2, left: true });
  });

  it('is counted in bytes, not in characters', async () => {
    expect(await failureOf(readText(answerOf('€€').response, 5))).toMatchObject({
      code: 'response-too-large',
    });
  });
});

describe('a body as JSON', () => {
  it('is its value', async () => {
    expect(await readJson(answerOf('{"a":', '[1]}').response)).toEqual({ a: [1] });
  });

  it('may begin with a byte order mark', async () => {
    expect(await readJson(answerOf('\uFEFF{"a":1}').response)).toEqual({ a: 1 });
  });

  it.each([
    ['', 'nothing'],
    [' <!doctype html><p>canary</p>', 'HTML'],
    ['canary', 'something else'],
    ['{"canary":', 'something else'],
    ['{"a":1}canary', 'something else'],
  ])('that is none (%j) is malformed, and is not quoted', async (body, found) => {
    const failure = await failureOf(readJson(answerOf(body).response));
    expect(failure).toMatchObject({
      code: 'malformed-response',
      status: 418,
      message: `expected JSON, and ${found} came`,
    });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('has at most 8 MiB', async () => {
    const piece = new Uint8Array(maxJsonBodyBytes / 8).fill(0x20);
    const { response, taken } = answerOf(...Array.from({ length: 100 }, () => piece));
    expect(await failureOf(readJson(response))).toMatchObject({ code: 'response-too-large' });
    expect(taken).toEqual({ pieces: 9, left: true });
  });

  it('makes no prototype of its own', async () => {
    const value = await readJson(answerOf('{"__proto__":{"polluted":true}}').response);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
