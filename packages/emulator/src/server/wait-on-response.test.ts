import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { waitForClose, waitForDrain, waitForTime } from './wait-on-response.ts';

function createResponse(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()));
}

describe('waits on a response', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('waits for the given time', async () => {
    const response = createResponse();
    const wait = waitForTime(response, 1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await wait;
    expect(response.listenerCount('close')).toBe(0);
  });

  it('ends when the response closes and clears its timer', async () => {
    const response = createResponse();
    const wait = waitForTime(response, 1_000_000);
    expect(vi.getTimerCount()).toBe(1);
    response.emit('close');
    await wait;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the socket drains or the response closes', async () => {
    for (const event of ['drain', 'close']) {
      const response = createResponse();
      const wait = waitForDrain(response);
      response.emit(event);
      await wait;
      expect([response.listenerCount('drain'), response.listenerCount('close')]).toEqual([0, 0]);
    }
  });

  it('resolves immediately for a destroyed response', async () => {
    const response = createResponse();
    response.destroy();
    await expect(waitForClose(response)).resolves.toBeUndefined();
  });
});
