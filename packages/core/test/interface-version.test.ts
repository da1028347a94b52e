import { createUnderstudy, modelRef } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderEvent } from '@understudy/core/provider';
import { expect, it } from 'vitest';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const tomorrow: ProviderEvent = JSON.parse('{"type":"scent","of":"rain"}');

it('hands on an event that it does not know, and takes it for no content', async () => {
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
        yield tomorrow;
        if (model === 'm') yield { type: 'text-delta', text: 'Hello' };
        yield [tomorrow, { type: 'finish', reason: 'stop' }];
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
  expect(types.filter((type) => type === tomorrow.type)).toHaveLength(2);
  expect(events).toContainEqual(tomorrow);
  expect(types).toContain('text-delta');
  const silent = understudy.chat({ model: modelRef('newer/silent'), messages });
  await expect(silent.response()).rejects.toMatchObject({ code: 'empty-response' });
});

it('refuses a definition of another version', () => {
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
