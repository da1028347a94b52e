import type { FileData } from '@understudy/core';
import type { ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { chainFixture, eventsOf, times } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const long = Array.from({ length: 20 }, () => text('x'.repeat(100)));
const tooLarge = {
  code: 'response-too-large',
  message: 'a: response exceeds 1000 bytes (limits.maxResponseBytes)',
};

const long100 = 'x'.repeat(100);
const metadata = { providerMetadata: { nested: [{ a: long100 }] } } as const;

/** Events of which ten exceed 1000 bytes. */
const repeated: readonly (readonly [string, readonly ProviderEvent[]])[] = [
  ['bytes of files', [file({ type: 'bytes', bytes: new Uint8Array(100) })]],
  ['base64 text of files', [file({ type: 'base64', base64: long100 })]],
  ['URLs of files', [file({ type: 'url', url: new URL(`https://example.com/${long100}`) })]],
  ['metadata of files', [{ ...file({ type: 'base64', base64: '' }), ...metadata }]],
  ['names of tool calls', [{ type: 'tool-call-start', id: '1', name: long100 }]],
  ['ids of tool calls', [{ type: 'tool-call-start', id: long100, name: 'n' }]],
  [
    'arguments without deltas',
    [
      { type: 'tool-call-start', id: '1', name: 'n' },
      { type: 'tool-call-end', id: '1', name: 'n', argumentsText: long100 },
    ],
  ],
  ['metadata of text', [{ type: 'text-end', ...metadata }]],
  ['sources', [{ type: 'source', url: `https://example.com/${long100}` }]],
  ['the number of sources', times(2, { type: 'source', url: '' })],
  ['documents', [{ type: 'document-source', title: 'a', quote: long100 }]],
  ['warnings', [{ type: 'warning', message: long100 }]],
];

function file(data: FileData): ProviderEvent {
  return { type: 'file', mediaType: 'image/png', data };
}

describe('limits.maxResponseBytes', () => {
  describe.each(['first-content', 'complete'] as const)('with the commit %s', (commit) => {
    it.each(repeated)('limits %s', async (_name, events) => {
      const script = [text('a'), ...times(10, events).flat(), finish];
      const limits = { maxResponseBytes: 1000 };
      await using fixture = chainFixture({ a: script }, { chain: { commit }, limits });
      expect(await failureOf(fixture.ask().text())).toMatchObject(tooLarge);
    });
  });

  it('counts the arguments of a tool call once', async () => {
    const call = { id: '1', name: 'n', argumentsText: 'x'.repeat(800) } as const;
    const script = [
      { type: 'tool-call-start', id: '1', name: 'n' },
      ...times(8, { type: 'tool-call-delta', id: '1', argumentsText: long100 } as const),
      { type: 'tool-call-end', ...call },
      finish,
    ] as const;
    await using fixture = chainFixture({ a: script }, { limits: { maxResponseBytes: 1000 } });
    expect((await fixture.ask().response()).toolCalls).toMatchObject([call]);
  });

  it.each([
    ['text', [...long, finish]],
    [
      'reasoning',
      [...long.map(() => ({ type: 'reasoning-delta' as const, text: 'x'.repeat(100) })), finish],
    ],
    [
      'arguments of a tool call',
      [
        {
          type: 'tool-call-end' as const,
          id: '1',
          name: 'n',
          argumentsText: `"${'x'.repeat(2000)}"`,
        },
        finish,
      ],
    ],
  ])('limits the size of %s', async (_name, script) => {
    await using fixture = chainFixture({ a: script }, { limits: { maxResponseBytes: 1000 } });
    expect(await failureOf(fixture.ask().text())).toMatchObject(tooLarge);
  });

  it('limits what is held back before the commit', async () => {
    const chain = { commit: 'complete', limits: { maxResponseBytes: 1000 } } as const;
    await using fixture = chainFixture({ a: [...long, finish] }, { chain });
    expect(await failureOf(fixture.ask().text())).toMatchObject(tooLarge);
  });

  it('is taken from the target before the chain and the runtime', async () => {
    const targets = [{ target: 'a/model', limits: { maxResponseBytes: 5000 } }];
    await using fixture = chainFixture(
      { a: [...long, finish] },
      { chain: { targets, limits: { maxResponseBytes: 1 } }, limits: { maxResponseBytes: 2 } },
    );
    expect(await fixture.ask().text()).toHaveLength(2000);
  });

  it('limits raw events that are held back', async () => {
    const raw = { type: 'raw', value: { nested: ['x'.repeat(100)] } } as const;
    const limits = { maxResponseBytes: 1000 };
    await using fixture = chainFixture(
      { a: [...times(10, raw), text('a'), finish] },
      { chain: { commit: 'complete' }, limits },
    );
    const { error } = await eventsOf(fixture.ask({ includeRaw: true }));
    expect(error).toMatchObject(tooLarge);
  });

  it('falls back like any failure of a provider before the commit', async () => {
    const chain = { commit: 'complete', limits: { maxResponseBytes: 1000 } } as const;
    await using fixture = chainFixture({ a: [...long, finish], b: [text('b'), finish] }, { chain });
    expect(await fixture.ask().text()).toBe('b');
  });
});

it('a provider receives the limits of its target', async () => {
  await using fixture = chainFixture(
    { a: [text('a'), finish] },
    { limits: { maxJsonBytes: 7 }, chain: { limits: { maxErrorBytes: 8 } } },
  );
  await fixture.ask().text();
  expect(fixture.provider('a').contexts[0]?.limits).toEqual({
    maxEventBytes: 33_554_432,
    maxErrorBytes: 8,
    maxJsonBytes: 7,
    maxResponseBytes: 67_108_864,
  });
});
