import { inspect } from 'node:util';

import { createUnderstudy } from '@understudy/core';
import type { ErrorCode, FinishReason } from '@understudy/core';
import { ollamaFaultNames, startOllamaEmulator } from '@understudy/emulator';
import type { OllamaFaultName, OllamaStep } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { ollama } from '../src/index.ts';
import { apiKey, question, responseText, startFixture } from './emulator-fixture.ts';
import type { ChatResult } from './emulator-fixture.ts';

const failures: Readonly<Partial<Record<OllamaFaultName, ErrorCode>>> = {
  'model-not-found': 'model-not-found',
  'model-not-pulled': 'model-not-found',
  'tools-unsupported': 'unsupported-feature',
  'thinking-unsupported': 'unsupported-feature',
  'context-length-exceeded': 'context-length-exceeded',
  'prompt-too-long': 'context-length-exceeded',
  unauthorized: 'authentication-failed',
  'cloud-disabled': 'permission-denied',
  'rate-limit': 'rate-limited',
  'out-of-memory': 'server-error',
  'runner-stopped': 'server-error',
  'cloud-unreachable': 'server-error',
  'server-busy': 'overloaded',
  'error-response': 'server-error',
  'path-not-found': 'model-not-found',
  'empty-body': 'stream-truncated',
  'html-page': 'malformed-response',
  challenge: 'blocked',
  'empty-response': 'empty-response',
  'load-response': 'empty-response',
  'error-line-before-text': 'server-error',
  'error-line': 'server-error',
  'last-line-cut': 'stream-truncated',
  'endless-line': 'response-too-large',
  'invalid-line': 'malformed-response',
  'scalar-lines': 'malformed-response',
  'non-string-content': 'malformed-response',
  'huge-line': 'response-too-large',
  'empty-stream': 'stream-truncated',
  'only-done': 'empty-response',
  'missing-done': 'stream-truncated',
  'truncated-stream': 'stream-truncated',
  'end-mid-frame': 'stream-truncated',
  'disconnect-after-text': 'connection-failed',
  'disconnect-mid-frame': 'connection-failed',
  'reset-mid-frame': 'connection-failed',
  'stall-after-text': 'timeout',
  'stall-before-headers': 'timeout',
  'stall-after-headers': 'timeout',
  'reset-before-headers': 'connection-failed',
  'reset-after-headers': 'connection-failed',
};

/** The reason and the text of a complete response. */
type Response = readonly [reason: FinishReason, text: string];

const complete: Response = ['stop', responseText];

const responses: Readonly<Partial<Record<OllamaFaultName, Response>>> = {
  'max-tokens': ['length', responseText.slice(0, 21)],
  'done-reason-missing': complete,
  'unknown-done-reason': ['other', responseText],
  'counts-missing': complete,
  'tool-ids-missing': ['tool-calls', ''],
  'tool-calls-in-done-line': ['tool-calls', ''],
  'tool-calls-repeated': ['tool-calls', ''],
  'thinking-with-text': complete,
  'json-response': complete,
  'last-line-unterminated': complete,
  'blank-lines': complete,
  'status-line': complete,
  'unknown-fields': complete,
  'large-line': complete,
  'open-after-done': complete,
  'junk-after-done': complete,
  crlf: complete,
  'one-write': complete,
  'split-utf8': complete,
  'gzip-encoding': complete,
  'slow-drip': complete,
  'missing-content-type': complete,
  'slow-load': complete,
};

/** Faults of other requests, and of requests that the provider does not send. */
const others = /^(?:tags|show|stream)-/;

/** The defaults of these parameters are too slow for a test. */
function toStep(kind: OllamaFaultName): OllamaStep {
  if (kind === 'slow-drip') return { kind, intervalMs: 0 };
  return kind === 'slow-load' ? { kind, ms: 50 } : kind;
}

async function run(kind: OllamaFaultName): Promise<ChatResult & { readonly output: string }> {
  const limits = { maxEventBytes: 1_048_576 };
  await using fixture = await startFixture({ faults: [toStep(kind)] }, limits);
  const result = await fixture.chat();
  expect(fixture.emulator.requests[0]?.fault).toBe(kind);
  const output = inspect(result.error, { depth: 9 }) + fixture.logger.warnings.join();
  return { ...result, output };
}

const isFault = (name: string): name is OllamaFaultName =>
  ollamaFaultNames.some((known) => known === name);

describe('ollama with a fault', () => {
  it('has an outcome for each fault of a chat', () => {
    const names = [...Object.keys(failures), ...Object.keys(responses)];
    expect(names.filter(isFault).toSorted()).toEqual(
      ollamaFaultNames.filter((name) => !others.test(name)).toSorted(),
    );
  });

  it.each(Object.keys(failures).filter(isFault))('%s fails with its code', async (kind) => {
    const { text, finish, error, output } = await run(kind);
    expect([error?.code, finish]).toEqual([failures[kind], undefined]);
    expect(responseText.startsWith(text)).toBe(true);
    expect(output).not.toMatch(new RegExp(`${apiKey}|${question}|stopped, this may be`));
  });

  it.each(Object.keys(responses).filter(isFault))('%s ends with a response', async (kind) => {
    const { text, finish, error, events } = await run(kind);
    expect([error, finish, text]).toEqual([undefined, ...(responses[kind] ?? [])]);
    const ids = events.flatMap((event) => (event.type === 'tool-call-end' ? [event.id] : []));
    expect(new Set(ids).size).toBe(finish === 'tool-calls' ? 2 : 0);
    expect(ids).toHaveLength(finish === 'tool-calls' ? 2 : 0);
  });

  it.each([
    ['model-not-found', 'run "ollama pull" with the name of the model'],
    ['path-not-found', 'check baseUrl'],
    ['html-page', 'check baseUrl'],
    ['out-of-memory', 'use a smaller model'],
    ['tools-unsupported', 'use a model with this capability'],
  ] as const)('%s recommends: %s', async (fault, advice) => {
    await using fixture = await startFixture({ faults: [fault] });
    expect((await fixture.chat()).error?.message).toContain(advice);
  });

  it('recommends to sign in if there is no key', async () => {
    await using emulator = await startOllamaEmulator({ faults: ['unauthorized'] });
    await using understudy = createUnderstudy({ providers: [ollama({ baseUrl: emulator.url })] });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    await expect(understudy.chat({ model: 'ollama/tiny', messages }).text()).rejects.toMatchObject({
      code: 'authentication-failed',
      message: expect.stringContaining('run "ollama signin"'),
    });
  });

  it('reports the wait of a rate limit', async () => {
    const faults = [{ kind: 'rate-limit', seconds: 3 }] as const;
    await using fixture = await startFixture({ faults });
    expect((await fixture.chat()).error).toMatchObject({ retryAfterMs: 3000 });
  });
});
