import type { ErrorCode, FinishReason } from '@understudy/core';
import { expect, it } from 'vitest';

import { inspectAll } from './inspect-all.ts';
import { responseText } from './provider-fixture.ts';
import type { ChatResult, ProviderFixture } from './provider-fixture.ts';

/** The finish reason or the error code of a chat. */
export type FaultOutcome = FinishReason | ErrorCode;

/** The outcomes of faults of HTTP and of event streams. They do not depend on the vendor. */
export const streamOutcomes = {
  'empty-stream': 'stream-truncated',
  'only-comments': 'stream-truncated',
  'only-done': 'empty-response',
  'missing-done': 'stream-truncated',
  'open-after-done': 'stop',
  'junk-after-done': 'stop',
  'endless-comments': 'timeout',
  'truncated-stream': 'stream-truncated',
  'end-mid-frame': 'stream-truncated',
  'disconnect-after-text': 'connection-failed',
  'disconnect-mid-frame': 'connection-failed',
  'reset-mid-frame': 'connection-failed',
  'stall-after-text': 'timeout',
  cr: 'stop',
  'mixed-line-endings': 'stop',
  pings: 'stop',
  'one-write': 'stop',
  'split-utf8': 'stop',
  bom: 'stop',
  'double-bom': 'stop',
  'multi-line-data': 'stop',
  'stall-before-headers': 'timeout',
  'stall-after-headers': 'timeout',
  'gzip-encoding': 'stop',
  'reset-before-headers': 'connection-failed',
  'reset-after-headers': 'connection-failed',
  'slow-drip': 'stop',
  'unusual-content-type': 'stop',
  'missing-content-type': 'stop',
  'wrong-content-type': 'stop',
  'content-length-short': 'stream-truncated',
  'content-length-long': 'stop',
  'brotli-encoding': 'stop',
  'zstd-encoding': 'stop',
  'gzip-members': 'stop',
  'gzip-truncated': 'stream-truncated',
  'gzip-corrupt': 'malformed-response',
  'gzip-bomb': 'response-too-large',
  'stacked-encodings': 'malformed-response',
} as const satisfies Readonly<Record<string, FaultOutcome>>;

/** The timeouts of chats that end with one. */
const shortTimeouts = { firstContentMs: 200, idleMs: 200, headersMs: 200 };

interface FaultTests<Name extends string> {
  /** The faults of the emulator. Those without an outcome concern other requests. */
  readonly names: readonly Name[];
  readonly outcomes: Readonly<Partial<Record<Name, FaultOutcome>>>;
  readonly apiKey: string;
  readonly start: (name: Name, timeouts: typeof shortTimeouts | undefined) => Promise<FaultFixture>;
}

type FaultFixture = ProviderFixture<{
  readonly requests: readonly { readonly fault?: string | undefined }[];
  close(): Promise<void>;
}>;

/** Returns whether the events contain the content that the outcome allows. */
function hasExpectedContent({ text, finish, error, events }: ChatResult): boolean {
  if (error) return responseText.startsWith(text) && finish === undefined;
  if (finish === 'tool-calls') {
    return events.filter(({ type }) => type === 'tool-call-end').length === 2;
  }
  return finish === 'length' ? responseText.startsWith(text) : text === responseText;
}

/**
 * Adds a test for each fault of an emulator: the outcome of a chat with it, and that nothing printed contains a secret.
 */
export function testFaults<Name extends string>({
  names,
  outcomes,
  apiKey,
  start,
}: FaultTests<Name>): void {
  it.each(names.filter((name) => Object.hasOwn(outcomes, name)))(
    '%s has the expected outcome and reveals no secret',
    async (name) => {
      const outcome = outcomes[name];
      await using fixture = await start(name, outcome === 'timeout' ? shortTimeouts : undefined);
      const result = await fixture.chat();
      const { error, finish, events } = result;
      expect(error?.code ?? finish).toBe(outcome);
      expect(hasExpectedContent(result)).toBe(true);
      expect(fixture.emulator.requests[0]?.fault).toBe(name);
      const otherEvents = events.filter(({ type }) => type !== 'text-delta');
      const printed = inspectAll(error, otherEvents, fixture.logger);
      for (const canary of ['canary', apiKey, responseText]) expect(printed).not.toContain(canary);
    },
  );
}
