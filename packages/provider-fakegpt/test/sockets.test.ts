import { getEventListeners } from 'node:events';

import { describe, expect, it } from 'vitest';

import { EmulatorFixture, responseText, waitUntil } from './emulator-fixture.ts';

const countSockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

describe('sessions over real sockets', () => {
  it('runs 20 concurrent chats with at most 4 logins', async () => {
    await using fixture = await EmulatorFixture.start({ snapshotIntervalMs: 1 });
    const results = await Promise.all(Array.from({ length: 20 }, () => fixture.chat()));
    expect(results.map(({ text }) => text)).toEqual(Array(20).fill(responseText));
    expect(fixture.logins).toHaveLength(4);
    expect(fixture.requestsTo('/api/loads')).toHaveLength(4);
    expect(fixture.conversations.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  it('does not exceed the number of sessions', async () => {
    await using fixture = await EmulatorFixture.start({}, { sessions: 1 });
    const results = await Promise.all([fixture.chat(), fixture.chat(), fixture.chat()]);
    expect(results.map(({ text }) => text)).toEqual([responseText, responseText, responseText]);
    expect(fixture.logins).toHaveLength(1);
  });

  it('aborts a login if no caller waits for it', async () => {
    await using fixture = await EmulatorFixture.start({}, { sessions: 1 });
    const controller = new AbortController();
    const result = fixture.chat(undefined, controller.signal);
    await waitUntil(() => fixture.emulator.requests.length > 0);
    controller.abort(new Error('aborted'));
    await expect(result).rejects.toThrow('aborted');
    expect(fixture.conversations).toEqual([]);
    expect((await fixture.chat()).text).toBe(responseText);
  });

  it('reuses the session of a canceled chat', async () => {
    await using fixture = await EmulatorFixture.start({ snapshotIntervalMs: 5 }, { sessions: 1 });
    for (let round = 0; round < 5; round += 1) {
      const controller = new AbortController();
      const result = fixture.chat(undefined, controller.signal);
      await waitUntil(() => fixture.conversations.length === round + 1);
      controller.abort(new Error('aborted'));
      await expect(result).rejects.toThrow('aborted');
    }
    const { text, error } = await fixture.chat();
    expect(error).toBeUndefined();
    expect(text).toBe(responseText);
    expect(fixture.logins).toHaveLength(1);
  });

  it('distinguishes a full pool from a slow server', async () => {
    const settings = { sessions: 1, timeouts: { firstContentMs: 150, idleMs: 400 } };
    await using fixture = await EmulatorFixture.start({ faults: ['stall-after-text'] }, settings);
    const [first, second] = await Promise.all([fixture.chat(), fixture.chat()]);
    expect(first.error).toMatchObject({ code: 'timeout', phase: 'idle' });
    expect(second.error).toMatchObject({ code: 'concurrency-limited' });
  });

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'decodes a response that is written in parts of %i bytes',
    async (bytesPerWrite) => {
      await using fixture = await EmulatorFixture.start({
        bytesPerWrite,
        charactersPerSnapshot: 9,
      });
      expect((await fixture.chat()).text).toBe(responseText);
    },
  );

  it.each([
    'crlf',
    'pings',
    'split-utf8',
    'unknown-events',
    'junk-after-done',
    'missing-done',
    'gzip-encoding',
  ] as const)('decodes a response with the fault %s', async (fault) => {
    await using fixture = await EmulatorFixture.start({ faults: [fault], escapeNonAscii: false });
    const { text, error } = await fixture.chat();
    expect(error).toBeUndefined();
    expect(text).toBe(responseText);
  });

  it.each([
    ['empty-stream', 'stream-truncated'],
    ['only-done', 'empty-response'],
    ['truncated-stream', 'stream-truncated'],
    ['end-mid-frame', 'stream-truncated'],
    ['disconnect-mid-frame', 'connection-failed'],
    ['reset-mid-frame', 'connection-failed'],
    ['internal-server-error-line', 'stream-truncated'],
    ['malformed-event', 'malformed-response'],
    ['moderation-blocked-before-text', 'content-filtered'],
    ['websocket-handover', 'malformed-response'],
    ['huge-frame', 'response-too-large'],
    ['redirect', 'malformed-response'],
    ['endless-comments', 'timeout'],
  ] as const)('fails for the fault %s', async (fault, code) => {
    const settings = { timeouts: { firstContentMs: 300 } };
    await using fixture = await EmulatorFixture.start({ faults: [fault] }, settings);
    const { error, events } = await fixture.chat();
    expect(error?.code).toBe(code);
    expect(events.map(({ type }) => type)).not.toContain('finish');
  });

  it('releases sockets, timers and listeners', async () => {
    const before = countSockets();
    const { signal } = new AbortController();
    {
      await using fixture = await EmulatorFixture.start();
      await Promise.all([fixture.chat(undefined, signal), fixture.chat(undefined, signal)]);
      fixture.emulator.setFaults(['server-error']);
      await fixture.chat(undefined, signal);
      fixture.emulator.setFaults(['stall-after-text']);
      const stalled = fixture.chat(undefined, signal);
      await waitUntil(() => fixture.conversations.length === 4);
      await fixture.understudy.close();
      expect((await stalled).error?.code).toBe('closed');
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await waitUntil(() => countSockets() <= before);
    expect(process.getActiveResourcesInfo()).not.toContain('TCPServerWrap');
  });
});
