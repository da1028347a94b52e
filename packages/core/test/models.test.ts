import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { createUnderstudy } from '@understudy/core';
import { defineProvider, ProviderError } from '@understudy/core/provider';
import type { ProviderCallContext, Provider, ProviderDefinition } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { failureOf } from './scripted-understudy.ts';

function createProvider(models?: Provider['models']): ProviderDefinition<'vendor'> {
  return defineProvider({
    id: 'vendor',
    label: 'A vendor',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'declared' }],
    credentialEnvVars: [],
    create: () => ({ chat: () => (async function* () {})(), ...(models && { models }) }),
  });
}

describe('the models of a provider', () => {
  it('are those that the vendor lists now', async () => {
    let context: ProviderCallContext | undefined;
    const vendor = createProvider(async (given) => {
      context = given;
      return [{ id: 'live', contextTokens: 8000 }];
    });
    const clock = new ManualClock();
    const understudy = createUnderstudy({ providers: [vendor], ports: { clock } });
    const models = await understudy.models('vendor', { headers: { 'x-team': 'blue' } });
    expect(models).toEqual({ models: [{ id: 'live', contextTokens: 8000 }], source: 'live' });
    expect(context).toMatchObject({ provider: 'vendor', headers: { 'x-team': 'blue' } });
    expect(clock.timerCount).toBe(0);
  });

  it('are those of the definition if the provider cannot list them', async () => {
    const understudy = createUnderstudy({ providers: [createProvider()] });
    const [definition] = understudy.providers();
    expect(definition?.models).toEqual([{ id: 'declared' }]);
    expect(await understudy.models('vendor')).toEqual({
      models: definition?.models,
      source: 'static',
    });
  });

  it('of an unknown provider are an error with similar names', async () => {
    const understudy = createUnderstudy({ providers: [createProvider()] });
    // @ts-expect-error no such provider
    await expect(understudy.models('vendr')).rejects.toMatchObject({
      code: 'provider-not-found',
      path: 'provider',
      advice: 'did you mean "vendor"?',
    });
  });

  it('reject with an error that names the provider', async () => {
    const failure = new ProviderError({ code: 'overloaded', message: 'the list was refused' });
    const vendor = createProvider(() => Promise.reject(failure));
    const understudy = createUnderstudy({ providers: [vendor] });
    await expect(understudy.models('vendor')).rejects.toMatchObject({
      code: 'overloaded',
      provider: 'vendor',
      message: 'vendor: the list was refused',
    });
  });

  it.each<readonly [unknown, string]>([
    ['my-secret', 'models() is not valid, expected a list'],
    [undefined, 'models() is not valid, expected a list'],
    [[{}, null, 5], 'models()[0].id is not valid, expected a non-empty string'],
    [[{ id: 'a' }, null], 'models()[1] is not valid, expected an object with'],
    [
      [{ id: 'a', contextTokens: -1 }],
      'models()[0].contextTokens is not valid, expected a whole number',
    ],
    [[{ id: 'a', state: 'my-secret' }], 'models()[0].state is not valid, expected one of active'],
  ])('that are %j reject without the value', async (list, message) => {
    const vendor = createProvider(async () => list as never);
    const understudy = createUnderstudy({ providers: [vendor] });
    const error = await failureOf(understudy.models('vendor'));
    expect(error).toMatchObject({
      code: 'malformed-response',
      provider: 'vendor',
      message: expect.stringContaining(`vendor: ${message}`),
    });
    expect(String(error)).not.toContain('my-secret');
  });

  it('are returned without the fields that this version does not know', async () => {
    const list = [{ id: 'live', capabilities: { tools: true, later: true }, later: 1 }];
    const understudy = createUnderstudy({ providers: [createProvider(async () => list)] });
    expect((await understudy.models('vendor')).models).toEqual([
      { id: 'live', capabilities: { tools: true } },
    ]);
  });

  it('that cannot be read reject with the cause', async () => {
    const cause = new Error('broken');
    const list = [
      {
        get id(): string {
          throw cause;
        },
      },
    ];
    const understudy = createUnderstudy({ providers: [createProvider(async () => list)] });
    expect(await failureOf(understudy.models('vendor'))).toMatchObject({
      code: 'malformed-response',
      message: 'vendor: models() is not valid, expected an object that can be read',
      cause,
    });
  });

  it('leave nothing open after a failure', async () => {
    let seen: AbortSignal | undefined;
    const vendor = createProvider(({ signal }) => {
      seen = signal;
      return Promise.reject(new ProviderError({ code: 'malformed-response', message: 'a page' }));
    });
    const understudy = createUnderstudy({ providers: [vendor] });
    await expect(understudy.models('vendor')).rejects.toMatchObject({ code: 'malformed-response' });
    expect(seen?.aborted).toBe(true);
  });

  it('are limited by timeouts.totalMs', async () => {
    const clock = new ManualClock();
    const vendor = createProvider(() => new Promise(() => {}));
    const understudy = createUnderstudy({
      providers: [vendor],
      timeouts: { totalMs: 5000 },
      ports: { clock },
    });
    const models = understudy.models('vendor').catch((error: unknown) => error);
    await clock.advance(5000);
    await expect(models).resolves.toMatchObject({
      code: 'timeout',
      phase: 'total',
      provider: 'vendor',
    });
  });

  it('reject with the reason of the signal', async () => {
    const { signal, abort } = createAbort();
    const seen: unknown[] = [];
    const vendor = createProvider((context) => {
      context.signal.addEventListener('abort', () => seen.push(context.signal.reason));
      return new Promise(() => {});
    });
    const understudy = createUnderstudy({ providers: [vendor] });
    const models = understudy.models('vendor', { signal });
    const reason = new Error('enough');
    await nextTurn();
    abort(reason);
    await expect(models).rejects.toBe(reason);
    expect(seen).toEqual([reason]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await expect(understudy.models('vendor', { signal })).rejects.toBe(reason);
  });
});

function createAbort(): { signal: AbortSignal; abort: (reason: unknown) => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}
