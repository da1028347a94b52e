import { describe, expect, it } from 'vitest';

import { BodyBuffer, drainBytes, highWaterBytes } from './body-buffer.ts';

function create(): { readonly body: BodyBuffer; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const source = {
    resume: () => void calls.push('resume'),
    stop: () => void calls.push('stop'),
    abandon: (error: Error) => void calls.push(error.message),
  };
  return { body: new BodyBuffer(source), calls };
}

const ended = { done: true, value: undefined };

describe('BodyBuffer', () => {
  it('returns all waiting bytes in one chunk', async () => {
    const { body } = create();
    for (const byte of [1, 2, 3]) expect(body.push(Uint8Array.of(byte))).toBe(true);
    const { value } = await body.next();
    expect([...(value ?? [])]).toEqual([1, 2, 3]);
  });

  it('drains at most 64 KiB after an early stop, with the waiting bytes', async () => {
    const { body, calls } = create();
    body.push(Uint8Array.of(1));
    await body.return();
    expect(body.push(new Uint8Array(drainBytes - 1))).toBe(true);
    expect(calls).toEqual(['stop']);
    body.push(Uint8Array.of(1));
    expect(calls).toEqual(['stop', 'left unread']);
  });

  it('stops its source above 64 KiB and resumes it when the reader has caught up', async () => {
    const { body, calls } = create();
    expect(body.push(new Uint8Array(highWaterBytes))).toBe(true);
    expect(body.push(Uint8Array.of(1))).toBe(false);
    expect(calls).toEqual([]);
    expect((await body.next()).value).toHaveLength(highWaterBytes + 1);
    expect(calls).toEqual(['resume']);
    expect(body.push(Uint8Array.of(2))).toBe(true);
    await body.next();
    expect(calls).toEqual(['resume']);
  });

  it('passes a chunk to a waiting reader', async () => {
    const { body } = create();
    const read = body.next();
    expect(body.push(new Uint8Array(highWaterBytes + 1))).toBe(true);
    expect((await read).value).toHaveLength(highWaterBytes + 1);
  });

  it('returns waiting bytes before the end', async () => {
    const { body } = create();
    body.push(Uint8Array.of(1));
    body.end({});
    expect((await body.next()).value).toEqual(Uint8Array.of(1));
    expect(await body.next()).toEqual(ended);
    expect(await body.next()).toEqual(ended);
  });

  it('returns waiting bytes before an error', async () => {
    const error = new Error('broken');
    const { body } = create();
    body.push(Uint8Array.of(1));
    body.end({ error });
    expect((await body.next()).value).toEqual(Uint8Array.of(1));
    await expect(body.next()).rejects.toBe(error);
    await expect(body.next()).rejects.toBe(error);
  });

  it('reports an early stop once, and resumes a source that has been stopped', async () => {
    const { body, calls } = create();
    body.push(new Uint8Array(highWaterBytes + 1));
    expect(await body.return()).toEqual(ended);
    expect(await body.return()).toEqual(ended);
    expect(await body.next()).toEqual(ended);
    expect(calls).toEqual(['stop', 'resume']);
  });

  it('does not report a stop after the end', async () => {
    const { body, calls } = create();
    body.end({});
    await body.return();
    expect(calls).toEqual([]);
  });
});
