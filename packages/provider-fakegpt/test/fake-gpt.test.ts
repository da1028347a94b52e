import { createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import { FakeGpt } from '../src/index.ts';
import { EmulatorFixture, question, responseText, waitUntil } from './emulator-fixture.ts';

const messages = [{ role: 'user', content: question }] as const;
const model = 'text-davinci-002-render-sha';

describe('FakeGpt', () => {
  it('yields the text in several parts', async () => {
    await using fixture = await EmulatorFixture.start();
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const texts = await Array.fromAsync(gpt.createAsyncGenerator({ model, messages }));
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.join('')).toBe(responseText);
    expect(fixture.conversations[0]?.body).toMatchObject({ model });
  });

  it('reuses the login for the next call', async () => {
    await using fixture = await EmulatorFixture.start();
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    for (let round = 0; round < 3; round += 1) {
      const texts = await Array.fromAsync(gpt.createAsyncGenerator({ messages }));
      expect(texts.join('')).toBe(responseText);
    }
    expect(fixture.logins).toHaveLength(1);
  });

  it('implements the generator interface', async () => {
    await using fixture = await EmulatorFixture.start();
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    expect(generator[Symbol.asyncIterator]()).toBe(generator);
    expect(await generator.next()).toMatchObject({ done: false });
    await expect(generator.throw(new Error('enough'))).rejects.toThrow('enough');
    expect(await generator.next()).toEqual({ done: true, value: undefined });
    await waitUntil(() => fixture.conversations[0]?.ending !== undefined);
  });

  it('cancels the chat at the end of await using', async () => {
    await using fixture = await EmulatorFixture.start({ faults: ['stall-after-text'] });
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    {
      await using generator = gpt.createAsyncGenerator({ messages });
      expect(await generator.next()).toMatchObject({ done: false });
    }
    await waitUntil(() => fixture.conversations[0]?.ending === 'client-aborted');
  });

  it('can be stopped during next()', async () => {
    await using fixture = await EmulatorFixture.start({ faults: ['stall-before-headers'] });
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    const pending = generator.next();
    await waitUntil(() => fixture.conversations.length === 1);
    await generator.return();
    expect(await pending).toEqual({ done: true, value: undefined });
    await waitUntil(() => fixture.conversations[0]?.ending === 'client-aborted');
  });

  it('throws the error of the chat from next() and is done after that', async () => {
    await using fixture = await EmulatorFixture.start({
      faults: [{ kind: 'server-error', times: 'always' }],
    });
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages });
    await expect(generator.next()).rejects.toMatchObject({ code: 'server-error' });
    expect(await generator.next()).toEqual({ done: true, value: undefined });
  });

  it('throws the reason of the signal', async () => {
    await using fixture = await EmulatorFixture.start({ faults: ['stall-after-text'] });
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const controller = new AbortController();
    const generator = gpt.createAsyncGenerator({ messages, signal: controller.signal });
    await generator.next();
    controller.abort(new Error('aborted'));
    await expect(Array.fromAsync(generator)).rejects.toThrow('aborted');
  });

  it('rejects an unknown model', async () => {
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
  ])('throws for an invalid %s', (path, create) => {
    expect(create).toThrow(expect.objectContaining({ code: 'invalid-configuration', path }));
  });

  it('uses the proxy of the call', async () => {
    await using fixture = await EmulatorFixture.start();
    await using gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    const generator = gpt.createAsyncGenerator({ messages, proxy: 'http://127.0.0.1:1' });
    await expect(generator.next()).rejects.toMatchObject({ code: 'connection-failed' });
    expect(fixture.emulator.requests).toEqual([]);
    const texts = await Array.fromAsync(gpt.createAsyncGenerator({ messages }));
    expect(texts.join('')).toBe(responseText);
  });

  it('prefers the proxy of the call to that of the constructor', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await using gpt = new FakeGpt({ baseUrl: 'http://a.test', proxy: 'http://127.0.0.1:1' });
    const generator = gpt.createAsyncGenerator({ messages, proxy: `http://127.0.0.1:${port}` });
    await expect(generator.next()).rejects.toMatchObject({ code: 'connection-failed' });
    expect(connections).toBeGreaterThan(0);
    server.close();
  });

  it('rejects calls after close()', async () => {
    await using fixture = await EmulatorFixture.start();
    const gpt = new FakeGpt({ baseUrl: fixture.emulator.url });
    await gpt.close();
    await expect(gpt.createAsyncGenerator({ messages }).next()).rejects.toMatchObject({
      code: 'closed',
    });
  });
});
