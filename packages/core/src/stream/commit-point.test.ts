import { describe, expect, it } from 'vitest';

import type { ProviderEvent } from '../chat/chat-event.ts';
import { CommitPoint } from './commit-point.ts';
import { eventWeight } from './event-size.ts';

const maxHeldBytes = 8_388_608;

const start: ProviderEvent = { type: 'response-start', provider: 'p', model: 'm' };
const usage: ProviderEvent = { type: 'usage', inputTokens: 1, outputTokens: undefined };
const text: ProviderEvent = { type: 'text-delta', text: 'a' };
const empty: ProviderEvent = { type: 'text-delta', text: '' };
const warning = (message: string): ProviderEvent => ({ type: 'warning', message });
const tooLarge = expect.objectContaining({ code: 'response-too-large' });

describe('CommitPoint', () => {
  it('holds events back until the first content, then returns all in order', () => {
    const commit = new CommitPoint('first-content', maxHeldBytes);
    expect(commit.pass([start])).toEqual([]);
    expect(commit.pass([])).toEqual([]);
    expect(commit.pass([empty, usage])).toEqual([]);
    expect(commit.committed).toBe(false);
    expect(commit.pass([warning('w'), text, usage])).toEqual([
      start,
      empty,
      usage,
      warning('w'),
      text,
      usage,
    ]);
    expect(commit.committed).toBe(true);
    expect(commit.release()).toEqual([]);
  });

  it('passes everything on after the commit', () => {
    const commit = new CommitPoint('first-content', maxHeldBytes);
    commit.pass([text]);
    const batch = [usage, empty];
    expect(commit.pass(batch)).toBe(batch);
  });

  it.each<ProviderEvent>([
    text,
    { type: 'reasoning-delta', text: 'a' },
    { type: 'tool-call-start', id: '1', name: 'n' },
    { type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: '' } },
  ])('is $type', (event) => {
    const commit = new CommitPoint('first-content', maxHeldBytes);
    expect(commit.pass([event])).toEqual([event]);
    expect(commit.committed).toBe(true);
  });

  it.each<ProviderEvent>([
    start,
    empty,
    usage,
    warning('w'),
    { type: 'reasoning-delta', text: '' },
    { type: 'tool-call-delta', id: '1', argumentsText: 'a' },
    { type: 'tool-call-end', id: '1', name: 'n', argumentsText: 'a' },
    { type: 'source', url: 'https://example.com' },
    { type: 'finish', reason: 'stop' },
  ])('is not $type', (event) => {
    const commit = new CommitPoint('first-content', maxHeldBytes);
    expect(commit.pass([event])).toEqual([]);
    expect(commit.committed).toBe(false);
    expect(commit.release()).toEqual([event]);
    expect(commit.committed).toBe(true);
  });

  it('limits the number of empty events', () => {
    const commit = new CommitPoint('first-content', maxHeldBytes);
    const weight = eventWeight + usage.type.length;
    const batch = Array.from({ length: Math.floor(maxHeldBytes / weight) }, () => usage);
    expect(commit.pass(batch)).toEqual([]);
    expect(() => commit.pass([usage])).toThrow(tooLarge);
  });

  it('rejects too many events in one batch with the same error', () => {
    const batch = Array.from({ length: 500_000 }, () => usage);
    expect(() => new CommitPoint('first-content', maxHeldBytes).pass(batch)).toThrow(tooLarge);
  });

  it('holds up to 8 MiB of text', () => {
    const commit = new CommitPoint('first-content', maxHeldBytes);
    expect(commit.pass([warning('x'.repeat(maxHeldBytes / 2))])).toEqual([]);
    expect(commit.pass([warning('x'.repeat(maxHeldBytes / 2 - 200))])).toEqual([]);
    expect(() => commit.pass([warning('x'.repeat(100))])).toThrow(
      expect.objectContaining({
        code: 'response-too-large',
        message: 'response exceeds 8 MiB (limits.maxResponseBytes)',
      }),
    );
  });

  it.each<ProviderEvent>([
    { type: 'tool-call-delta', id: '1', argumentsText: 'x'.repeat(maxHeldBytes) },
    { type: 'tool-call-end', id: '1', name: 'n', argumentsText: 'x'.repeat(maxHeldBytes) },
    { type: 'source', url: 'https://example.com', title: 'x'.repeat(maxHeldBytes) },
    { type: 'finish', reason: 'stop', rawReason: 'x'.repeat(maxHeldBytes) },
  ])('counts the text of $type', (event) => {
    expect(() => new CommitPoint('first-content', maxHeldBytes).pass([event])).toThrow(tooLarge);
  });

  it('does not count events that arrive with the content', () => {
    const long = warning('x'.repeat(maxHeldBytes));
    expect(new CommitPoint('first-content', maxHeldBytes).pass([long, text])).toEqual([long, text]);
  });

  it('holds everything with the policy complete', () => {
    const commit = new CommitPoint('complete', maxHeldBytes);
    expect(commit.pass([start, text])).toEqual([]);
    expect(commit.foundContent).toBe(true);
    expect(commit.committed).toBe(false);
    expect(commit.pass([usage])).toEqual([]);
    expect(commit.release()).toEqual([start, text, usage]);
    expect(commit.committed).toBe(true);
  });
});
