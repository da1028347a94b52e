import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { waitForClose, waitForDrain, waitForTime } from './wait-on-response.ts';

function createResponse(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()));
}

describe('waiting on a response', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('lasts as long as it says', async () => {
    const response = createResponse();
    const waited = waitForTime(response, 1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await waited;
    expect(response.listenerCount('close')).toBe(0);
  });

  it('ends with the response, and leaves no timer', async () => {
    const response = createResponse();
    const waited = waitForTime(response, 1_000_000);
    expect(vi.getTimerCount()).toBe(1);
    response.emit('close');
    await waited;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the socket drained, or the response closed', async () => {
    for (const event of ['drain', 'close']) {
      const response = createResponse();
      const waited = waitForDrain(response);
      response.emit(event);
      await waited;
      expect([response.listenerCount('drain'), response.listenerCount('close')]).toEqual([0, 0]);
    }
  });

  it('does not begin on a response that is gone', async () => {
    const response = createResponse();
    response.destroy();
    await expect(waitForClose(response)).resolves.toBeUndefined();
  });
});
