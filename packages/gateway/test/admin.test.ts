import type { TelemetryEvent } from '@understudy/core';
import type { ActiveFault, FaultControl } from '@understudy/gateway';
import { createEventHub, createKey } from '@understudy/gateway';
import { describe, expect, it } from 'vitest';

import { canary, chat, readEvents, startAdminFixture } from './admin-fixture.ts';
import { startFixture } from './fixture.ts';

const target = { provider: 'openai', model: 'gpt-5-mini' };
const adminPaths = ['/admin/health', '/admin/config', '/admin/events', '/metrics', '/'];

async function jsonOf(response: Response): Promise<unknown> {
  expect(response.status).toBe(200);
  return response.json();
}

async function errorOf(response: Response): Promise<readonly [number, string]> {
  const { error } = Object(await response.json());
  return [response.status, error.message];
}

describe('the public listener', () => {
  it('has no admin route and no page', async () => {
    await using fixture = await startFixture();
    for (const path of [...adminPaths, '/index.html', '/icon.svg', '/admin/faults']) {
      expect((await fetch(fixture.url + path)).status, path).toBe(404);
    }
    for (const path of ['/admin/health/reset', '/admin/reload', '/admin/explain']) {
      expect((await fixture.post(path, {})).status, path).toBe(404);
    }
  });
});

describe('the guards of the admin listener', () => {
  it('needs an admin key for the admin API and the public API', async () => {
    const { key, entry } = createKey('operator');
    const metrics = (): void => undefined;
    await using fixture = await startAdminFixture({ keys: [entry], metrics });
    for (const path of [
      '/admin/health',
      '/admin/config',
      '/admin/events',
      '/metrics',
      '/v1/models',
    ]) {
      expect((await fixture.get(path)).status, path).toBe(401);
      expect((await fixture.get(path, { 'x-api-key': 'us-wrong' })).status, path).toBe(401);
    }
    for (const path of ['/admin/explain', '/admin/health/reset', '/admin/health/isolate']) {
      expect((await fixture.post(path, target)).status, path).toBe(401);
    }
    expect((await fixture.post('/v1/chat/completions', chat())).status).toBe(401);
    const authorization = `Bearer ${key}`;
    expect((await fixture.get('/admin/health', { authorization })).status).toBe(200);
    expect((await fixture.post('/v1/chat/completions', chat(), { authorization })).status).toBe(
      200,
    );
    expect((await fixture.get('/health')).status).toBe(200);
    const config = await (await fixture.get('/admin/config', { authorization })).text();
    expect(config).toContain('"operator"');
    expect(config).not.toContain(entry.hash.slice('sha256:'.length));
  });

  it('does not listen on an address of other machines without admin keys', async () => {
    await using fixture = await startAdminFixture();
    await expect(fixture.admin.listen({ host: '0.0.0.0', port: 0 })).rejects.toMatchObject({
      code: 'invalid-configuration',
      path: 'host',
    });
  });

  it('rejects foreign origins', async () => {
    await using fixture = await startAdminFixture();
    const foreign = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
    for (const headers of foreign) {
      expect((await fixture.get('/admin/health', headers)).status).toBe(403);
      expect((await fixture.post('/admin/health/reset', {}, headers)).status).toBe(403);
      expect((await fixture.get('/', headers)).status).toBe(403);
    }
    expect((await fixture.get('/admin/health', { origin: fixture.url })).status).toBe(200);
  });

  it('accepts only JSON, and only the method of a route', async () => {
    await using fixture = await startAdminFixture({ reload: () => Promise.resolve() });
    for (const path of ['/admin/health/reset', '/admin/reload', '/admin/explain']) {
      const body = { method: 'POST', body: '{}' };
      expect((await fetch(fixture.url + path, body)).status, path).toBe(415);
      expect((await fixture.get(path)).status, path).toBe(405);
    }
    expect((await fixture.post('/admin/config', {})).status).toBe(405);
  });
});

describe('health', () => {
  it('shows, isolates and resets a target', async () => {
    await using fixture = await startAdminFixture();
    expect(await jsonOf(await fixture.get('/admin/health'))).toEqual({ targets: [] });
    await fixture.post('/v1/chat/completions', chat());
    const isolated = { targets: [{ ...target, breaker: 'isolated' }] };
    const available = { targets: [{ ...target, breaker: 'closed', inFlight: 0 }] };
    expect(await jsonOf(await fixture.get('/admin/health'))).toMatchObject(available);
    expect(await jsonOf(await fixture.post('/admin/health/isolate', target))).toMatchObject(
      isolated,
    );
    await fixture.post('/v1/chat/completions', chat());
    expect(fixture.primary.requests).toHaveLength(1);
    expect(fixture.backup.requests).toHaveLength(1);
    const { targets } = Object(await jsonOf(await fixture.post('/admin/health/reset', target)));
    expect(targets[0]).toMatchObject({ ...target, breaker: 'closed' });
    await fixture.post('/admin/health/isolate', target);
    await fixture.post('/admin/health/reset', {});
    expect(fixture.understudy.health()[0]?.breaker).toBe('closed');
  });

  it.each([
    ['an unknown provider', { provider: 'none', model: 'x' }, 404, 'none'],
    ['a missing model', { provider: 'openai' }, 400, '"provider" and "model"'],
    ['a list', [target], 400, 'JSON object'],
    ['a name of the prototype', { provider: '__proto__', model: 'constructor' }, 404, '__proto__'],
  ])('rejects %s', async (_name, body, status, message) => {
    await using fixture = await startAdminFixture();
    const error = await errorOf(await fixture.post('/admin/health/isolate', body));
    expect(error).toEqual([status, expect.stringContaining(message)]);
  });
});

describe('explain', () => {
  it('returns the targets in order with the reason for a skipped one, and sends nothing', async () => {
    await using fixture = await startAdminFixture();
    fixture.understudy.isolate(target);
    expect(await jsonOf(await fixture.post('/admin/explain', chat()))).toMatchObject({
      targets: [
        { ...target, skipped: { code: 'circuit-open' } },
        { provider: 'anthropic', model: 'claude-sonnet-5' },
      ],
    });
    expect([...fixture.primary.requests, ...fixture.backup.requests]).toEqual([]);
    const unknown = await fixture.post('/admin/explain', chat({ model: 'none' }));
    expect(unknown.status).toBe(404);
    expect((await fixture.post('/admin/explain', { model: 'support' })).status).toBe(400);
  });
});

describe('configuration', () => {
  it('shows what the caller describes, and reloads', async () => {
    let reloads = 0;
    await using fixture = await startAdminFixture({
      describeConfiguration: () => ({ reloads }),
      reload: () => Promise.resolve(void (reloads += 1)),
    });
    expect(await jsonOf(await fixture.get('/admin/config'))).toEqual({
      providers: [
        { id: 'openai', lifecycle: { state: 'active' } },
        { id: 'anthropic', lifecycle: { state: 'active' } },
      ],
      models: ['support'],
      keys: [],
      routes: { faults: false, metrics: false, reload: true },
      configuration: { reloads: 0 },
    });
    const reloaded = await jsonOf(await fixture.post('/admin/reload', {}));
    expect(reloaded).toMatchObject({ configuration: { reloads: 1 } });
  });

  it('has no optional route without its option', async () => {
    await using fixture = await startAdminFixture();
    expect((await fixture.post('/admin/reload', {})).status).toBe(404);
    expect((await fixture.get('/admin/faults')).status).toBe(404);
    expect((await fixture.get('/metrics')).status).toBe(404);
  });

  it('does not send the text of an unknown error of a reload', async () => {
    const reload = (): Promise<void> => Promise.reject(new Error(canary));
    await using fixture = await startAdminFixture({ reload });
    const response = await fixture.post('/admin/reload', {});
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(canary);
  });
});

describe('metrics', () => {
  it('passes the request and the response to the caller', async () => {
    await using fixture = await startAdminFixture({
      metrics: (request, response) => void response.end(`# ${request.url}`),
    });
    expect(await (await fixture.get('/metrics')).text()).toBe('# /metrics');
  });
});

describe('faults', () => {
  function createFaults(): FaultControl & { readonly active: Map<string, ActiveFault> } {
    const active = new Map<string, ActiveFault>();
    return {
      active,
      list: () => [{ id: 'one', faults: ['overloaded', 'stall'], active: active.get('one') }],
      set: (server, fault) => {
        if (fault) active.set(server, fault);
        else active.delete(server);
      },
    };
  }

  it('turns a fault on and off', async () => {
    const faults = createFaults();
    await using fixture = await startAdminFixture({ faults });
    const change = { server: 'one', fault: 'overloaded', times: 2 };
    expect(await jsonOf(await fixture.post('/admin/faults', change))).toEqual({
      servers: [
        { id: 'one', faults: ['overloaded', 'stall'], active: { fault: 'overloaded', times: 2 } },
      ],
    });
    await fixture.post('/admin/faults', { server: 'one', fault: 'stall', times: 'always' });
    expect(faults.active.get('one')).toEqual({ fault: 'stall', times: 'always' });
    await fixture.post('/admin/faults', { server: 'one', fault: null });
    expect(await jsonOf(await fixture.get('/admin/faults'))).toMatchObject({
      servers: [{ active: null }],
    });
  });

  it.each([
    ['server', { server: 'two', fault: 'stall' }],
    ['fault', { server: 'one', fault: 'other' }],
    ['times', { server: 'one', fault: 'stall', times: 0 }],
    ['times', { server: 'one', fault: 'stall', times: '1' }],
  ])('rejects an invalid %s', async (field, body) => {
    const faults = createFaults();
    await using fixture = await startAdminFixture({ faults });
    const error = await errorOf(await fixture.post('/admin/faults', body));
    expect(error).toEqual([400, expect.stringContaining(`${field}: expected`)]);
    expect(faults.active.size).toBe(0);
  });
});

describe('events', () => {
  it('sends the telemetry of every chat, without text', async () => {
    await using fixture = await startAdminFixture();
    const stream = await fixture.get('/admin/events');
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    fixture.primary.setFaults(['server-error']);
    await fixture.post('/v1/chat/completions', chat());
    const events = await readEvents(stream, 6);
    expect(events.map(({ event }) => event)).toEqual([
      'chat-start',
      'attempt-start',
      'attempt-end',
      'attempt-start',
      'attempt-end',
      'chat-end',
    ]);
    expect(JSON.parse(events[2]?.data ?? '')).toMatchObject({
      type: 'attempt-end',
      time: expect.any(Number),
      attempt: { ...target, outcome: 'failed', error: { code: 'server-error' } },
    });
    expect(JSON.stringify(events)).not.toContain(canary);
  });

  it('creates no event while nobody reads', async () => {
    await using fixture = await startAdminFixture();
    expect(fixture.events.enabled).toBe(false);
    const stream = await fixture.get('/admin/events');
    expect(fixture.events.enabled).toBe(true);
    await stream.body?.cancel();
    await expect.poll(() => fixture.events.enabled).toBe(false);
  });

  it('keeps 1,000 events for a slow client and counts the others', async () => {
    await using fixture = await startAdminFixture();
    const stream = await fixture.get('/admin/events');
    for (let index = 0; index < 1500; index += 1) fixture.events.emit(breakerEvent(index));
    const events = await readEvents(stream, 1001);
    expect(events.filter(({ event }) => event === 'breaker')).toHaveLength(1000);
    expect(events.at(-1)).toEqual({ event: 'dropped', data: '{"count":500}' });
    expect(JSON.parse(events[999]?.data ?? '')).toMatchObject({ model: '999' });
  });

  it('ends the streams when the listener closes', async () => {
    await using fixture = await startAdminFixture();
    const stream = await fixture.get('/admin/events');
    const text = stream.text();
    await fixture.admin.close({ graceMs: 0 });
    expect(await text).toBe('');
  });

  it('forwards to another telemetry', async () => {
    const received: TelemetryEvent[] = [];
    const scopes: number[] = [];
    const hub = createEventHub({
      forwardTo: {
        enabled: true,
        emit: (event) => received.push(event),
        within: (attempt, work) => {
          scopes.push(attempt.attemptNumber);
          return work();
        },
      },
    });
    expect(hub.enabled).toBe(true);
    hub.emit(breakerEvent(1));
    const scope = { chatId: 'chat', attemptNumber: 7 };
    expect(await hub.within?.(scope, () => Promise.resolve('done'))).toBe('done');
    expect(received).toEqual([breakerEvent(1)]);
    expect(scopes).toEqual([7]);
    expect(createEventHub().within).toBeUndefined();
  });
});

describe('attempts in a stream', () => {
  it('have the entry of the attempt log', async () => {
    await using fixture = await startAdminFixture();
    fixture.primary.setFaults(['overloaded']);
    const response = await fixture.post('/v1/chat/completions', chat({ stream: true }), {
      'x-understudy-events': 'attempts',
    });
    const text = await response.text();
    const attempts = [...text.matchAll(/event: understudy\ndata: (.*)\n/g)].map(
      ([, data = '']) => JSON.parse(data).understudy.attempt,
    );
    expect(attempts).toMatchObject([
      { number: 1, outcome: 'running', startedAt: expect.any(Number) },
      { number: 1, outcome: 'failed', totalMs: expect.any(Number), next: { kind: 'fallback' } },
      { number: 2, outcome: 'running' },
      { number: 2, outcome: 'succeeded', firstContentMs: expect.any(Number) },
    ]);
  });
});

function breakerEvent(index: number): TelemetryEvent {
  return { type: 'breaker', provider: 'openai', model: String(index), state: 'open' };
}
