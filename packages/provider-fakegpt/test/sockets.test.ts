import { getEventListeners } from 'node:events';

import { describe, expect, it } from 'vitest';

import { answer, becomesTrue, Emulated } from './emulated.ts';

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

describe('sessions over real sockets', () => {
  it('answers 20 first calls at once with at most 4 logins', async () => {
    await using site = await Emulated.start({ snapshotIntervalMs: 1 });
    const asked = await Promise.all(Array.from({ length: 20 }, () => site.ask()));
    expect(asked.map(({ text }) => text)).toEqual(Array(20).fill(answer));
    expect(site.logins).toHaveLength(4);
    expect(site.requestsTo('/api/loads')).toHaveLength(4);
    expect(site.conversations.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });

  it('keeps to the number of sessions that it is given', async () => {
    await using site = await Emulated.start({}, { sessions: 1 });
    const asked = await Promise.all([site.ask(), site.ask(), site.ask()]);
    expect(asked.map(({ text }) => text)).toEqual([answer, answer, answer]);
    expect(site.logins).toHaveLength(1);
  });

  it('ends a login that nobody waits for any more', async () => {
    await using site = await Emulated.start({}, { sessions: 1 });
    const leaver = new AbortController();
    const asked = site.ask(undefined, leaver.signal);
    await becomesTrue(() => site.emulator.requests.length > 0);
    leaver.abort(new Error('client-aborted'));
    await expect(asked).rejects.toThrow('client-aborted');
    expect(site.conversations).toEqual([]);
    expect((await site.ask()).text).toBe(answer);
  });

  it('uses a session again that was left in the middle of its answer', async () => {
    await using site = await Emulated.start({ snapshotIntervalMs: 5 }, { sessions: 1 });
    for (let round = 0; round < 5; round += 1) {
      const leaver = new AbortController();
      const asked = site.ask(undefined, leaver.signal);
      await becomesTrue(() => site.conversations.length === round + 1);
      leaver.abort(new Error('client-aborted'));
      await expect(asked).rejects.toThrow('client-aborted');
    }
    const { text, error } = await site.ask();
    expect(error).toBeUndefined();
    expect(text).toBe(answer);
    expect(site.logins).toHaveLength(1);
  });

  it('tells a full pool from a slow site', async () => {
    const settings = { sessions: 1, timeouts: { firstContentMs: 150, idleMs: 400 } };
    await using site = await Emulated.start({ faults: ['stall-after-text'] }, settings);
    const [first, second] = await Promise.all([site.ask(), site.ask()]);
    expect(first.error).toMatchObject({ code: 'timeout', phase: 'idle' });
    expect(second.error).toMatchObject({ code: 'concurrency-limited' });
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('reads an answer in writes of %i bytes', async (bytesPerWrite) => {
    await using site = await Emulated.start({ bytesPerWrite, charactersPerSnapshot: 9 });
    expect((await site.ask()).text).toBe(answer);
  });

  it.each([
    'crlf',
    'pings',
    'split-utf8',
    'unknown-events',
    'junk-after-done',
    'missing-done',
  ] as const)('reads an answer all the same: %s', async (fault) => {
    await using site = await Emulated.start({ faults: [fault], escapeNonAscii: false });
    const { text, error } = await site.ask();
    expect(error).toBeUndefined();
    expect(text).toBe(answer);
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
    ['gzip-encoding', 'malformed-response'],
    ['redirect', 'malformed-response'],
    ['endless-comments', 'timeout'],
  ] as const)('fails honestly: %s', async (fault, code) => {
    const settings = { timeouts: { firstContentMs: 300 } };
    await using site = await Emulated.start({ faults: [fault] }, settings);
    const { error, events } = await site.ask();
    expect(error?.code).toBe(code);
    expect(events.map(({ type }) => type)).not.toContain('finish');
  });

  it('leaves no socket, timer or listener behind', async () => {
    const before = sockets();
    const { signal } = new AbortController();
    {
      await using site = await Emulated.start();
      await Promise.all([site.ask(undefined, signal), site.ask(undefined, signal)]);
      site.emulator.setFaults(['server-error']);
      await site.ask(undefined, signal);
      site.emulator.setFaults(['stall-after-text']);
      const stalled = site.ask(undefined, signal);
      await becomesTrue(() => site.conversations.length === 4);
      await site.understudy.close();
      expect((await stalled).error?.code).toBe('closed');
    }
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await becomesTrue(() => sockets() <= before);
    expect(process.getActiveResourcesInfo()).not.toContain('TCPServerWrap');
  });
});
