import { describe, expect, it } from 'vitest';

import { FakeGpt } from '../src/index.ts';
import { answer, becomesTrue, Emulated, question } from './emulated.ts';

const messages = [{ role: 'user', content: question }] as const;
const model = 'text-davinci-002-render-sha';

describe('FakeGpt', () => {
  it('gives the answer piece by piece', async () => {
    await using site = await Emulated.start();
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const pieces = await Array.fromAsync(gpt.createAsyncGenerator({ model, messages }));
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join('')).toBe(answer);
    expect(site.conversations[0]?.body).toMatchObject({ model });
  });

  it('keeps its login from one question to the next', async () => {
    await using site = await Emulated.start();
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    for (let round = 0; round < 3; round += 1) {
      const pieces = await Array.fromAsync(gpt.createAsyncGenerator({ messages }));
      expect(pieces.join('')).toBe(answer);
    }
    expect(site.logins).toHaveLength(1);
  });

  it('is a generator in every way', async () => {
    await using site = await Emulated.start();
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    expect(generator[Symbol.asyncIterator]()).toBe(generator);
    expect(await generator.next()).toMatchObject({ done: false });
    await expect(generator.throw(new Error('enough'))).rejects.toThrow('enough');
    expect(await generator.next()).toEqual({ done: true, value: undefined });
    await becomesTrue(() => site.conversations[0]?.ending !== undefined);
  });

  it('is left by await using', async () => {
    await using site = await Emulated.start({ faults: ['stall-after-text'] });
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    {
      await using generator = gpt.createAsyncGenerator({ messages });
      expect(await generator.next()).toMatchObject({ done: false });
    }
    await becomesTrue(() => site.conversations[0]?.ending === 'client-aborted');
  });

  it('can be left while a piece is awaited', async () => {
    await using site = await Emulated.start({ faults: ['stall-before-headers'] });
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    const piece = generator.next();
    await becomesTrue(() => site.conversations.length === 1);
    await generator.return();
    expect(await piece).toEqual({ done: true, value: undefined });
    await becomesTrue(() => site.conversations[0]?.ending === 'client-aborted');
  });

  it('fails where the piece is awaited, and is done then', async () => {
    await using site = await Emulated.start({
      faults: [{ kind: 'server-error', times: 'always' }],
    });
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    await expect(generator.next()).rejects.toMatchObject({ code: 'server-error' });
    expect(await generator.next()).toEqual({ done: true, value: undefined });
  });

  it('ends with the signal, whose reason passes through', async () => {
    await using site = await Emulated.start({ faults: ['stall-after-text'] });
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const leaver = new AbortController();
    const generator = gpt.createAsyncGenerator({ messages, signal: leaver.signal });
    await generator.next();
    leaver.abort(new Error('client-aborted'));
    await expect(Array.fromAsync(generator)).rejects.toThrow('client-aborted');
  });

  it('refuses a model that the site does not have', async () => {
    await using gpt = new FakeGpt({ baseUrl: 'http://127.0.0.1:1' });
    const generator = gpt.createAsyncGenerator({ model: 'gpt-4-browsin', messages });
    await expect(generator.next()).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it.each([
    ['baseUrl', () => new FakeGpt({ baseUrl: '' })],
    ['proxy', () => new FakeGpt({ baseUrl: 'http://a.test', proxy: 'nonsense' })],
    [
      'proxy',
      () =>
        new FakeGpt({ baseUrl: 'http://a.test' }).createAsyncGenerator({ messages, proxy: 'x' }),
    ],
  ])('refuses a wrong %s at once', (path, create) => {
    expect(create).toThrow(expect.objectContaining({ code: 'invalid-configuration', path }));
  });

  it('asks through the proxy of the call', async () => {
    await using site = await Emulated.start();
    await using gpt = new FakeGpt({ baseUrl: site.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages, proxy: 'http://127.0.0.1:1' });
    await expect(generator.next()).rejects.toMatchObject({ code: 'connection-failed' });
    expect(site.emulator.requests).toEqual([]);
    const pieces = await Array.fromAsync(gpt.createAsyncGenerator({ messages }));
    expect(pieces.join('')).toBe(answer);
  });

  it('is closed for good', async () => {
    await using site = await Emulated.start();
    const gpt = new FakeGpt({ baseUrl: site.emulator.url });
    await gpt.close();
    await expect(gpt.createAsyncGenerator({ messages }).next()).rejects.toMatchObject({
      code: 'closed',
    });
  });
});
