import { createUnderstudy, modelRef } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderEvent } from '@understudy/core/provider';
import { expect, it } from 'vitest';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const unknownEvent: ProviderEvent = JSON.parse('{"type":"unknown-event","value":1}');

it('passes unknown events on, and does not count them as content', async () => {
  const definition = defineProvider({
    id: 'newer',
    label: 'Newer',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    credentialEnvVars: [],
    models: [{ id: 'm' }],
    create: () => ({
      async *chat({ model }) {
        yield unknownEvent;
        if (model === 'm') yield { type: 'text-delta', text: 'Hello' };
        yield [unknownEvent, { type: 'finish', reason: 'stop' }];
      },
    }),
    allowUnknownModels: true,
  });
  await using understudy = createUnderstudy({
    providers: [definition],
    retry: { maxRetries: 0 },
  });
  const events = await Array.fromAsync(understudy.chat({ model: 'newer/m', messages }));
  const types = events.map(({ type }) => type);
  expect(types.filter((type) => type === unknownEvent.type)).toHaveLength(2);
  expect(events).toContainEqual(unknownEvent);
  expect(types).toContain('text-delta');
  const empty = understudy.chat({ model: modelRef('newer/empty'), messages });
  await expect(empty.response()).rejects.toMatchObject({ code: 'empty-response' });
});

it('rejects a definition with another interface version', () => {
  const version: 1 = JSON.parse('2');
  const define = (): unknown =>
    defineProvider({
      id: 'newer',
      label: 'Newer',
      interfaceVersion: version,
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      credentialEnvVars: [],
      models: [],
      create: () => ({ async *chat() {} }),
    });
  expect(define).toThrow(expect.objectContaining({ path: 'interfaceVersion', received: '2' }));
  const providers: ProviderDefinition[] = JSON.parse('[{ "id": "newer" }]');
  for (const one of providers) Reflect.set(one, Symbol.for('understudy.provider/2'), true);
  expect(() => createUnderstudy({ providers })).toThrow(
    'providers[0]: expected a definition made with defineProvider',
  );
});
