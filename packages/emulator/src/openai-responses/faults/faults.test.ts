import { describe, expect, it } from 'vitest';

import { exchange } from '../../../test/exchange.ts';
import { readData } from '../../../test/read-events.ts';
import { type ResponsesStep, startResponsesEmulator } from '../../index.ts';

const withCalls = {
  text: 'Painting.',
  toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
};

async function send(
  fault: ResponsesStep,
  response: string | object,
  isStream: boolean,
): Promise<string> {
  const rules = [{ when: /./u, response }];
  await using emulator = await startResponsesEmulator({ faults: [fault], rules, seed: 1 });
  const { text } = await exchange(`${emulator.baseUrl}/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-6-astra', input: 'Hi', stream: isStream }),
  });
  return text;
}

interface StreamEvent {
  readonly type: string;
  readonly item_id?: string;
  readonly item?: { readonly type: string; readonly id: string };
  readonly response?: { readonly status: string; readonly usage: unknown };
}

async function stream(
  fault: ResponsesStep,
  response: string | object = 'one two',
): Promise<readonly StreamEvent[]> {
  const text = await send(fault, response, true);
  return readData(text)
    .filter((data) => data.startsWith('{'))
    .map((data) => JSON.parse(data));
}

async function typesOf(
  fault: ResponsesStep,
  response?: string | object,
): Promise<readonly string[]> {
  return (await stream(fault, response)).map(({ type }) => type.replace('response.', ''));
}

describe('output faults', () => {
  it.each([
    ['max-output-tokens', 'incomplete', 'max_output_tokens', 1],
    ['content-filter', 'incomplete', 'content_filter', 1],
    ['unknown-incomplete-reason', 'incomplete', 'of_the_future', 1],
    ['reasoning-only', 'incomplete', 'max_output_tokens', 1],
    ['empty-response', 'completed', undefined, 0],
    ['refusal', 'completed', undefined, 1],
    ['commentary', 'completed', undefined, 2],
    ['parallel-wrapper', 'completed', undefined, 1],
    ['tool-arguments-invalid', 'completed', undefined, 3],
  ] as const)('%s has the status %s', async (fault, status, reason, count) => {
    const body = JSON.parse(await send(fault, 'one two', false));
    expect([body.status, body.incomplete_details?.reason, body.output.length]).toEqual([
      status,
      reason,
      count,
    ]);
  });

  it('change the events of items', async () => {
    expect(await typesOf('missing-deltas')).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'output_item.done',
      'completed',
    ]);
    expect(await typesOf('missing-item-starts')).not.toContain('output_item.added');
    expect(await typesOf('missing-item-events')).toEqual(['created', 'in_progress', 'completed']);
    expect((await typesOf('interleaved-items', withCalls)).slice(2, 4)).toEqual([
      'output_item.added',
      'output_item.added',
    ]);
    const silent = await typesOf({ kind: 'silent-reasoning', keepAlives: 2 });
    expect(silent.slice(2, 6)).toEqual([
      'output_item.added',
      'keepalive',
      'keepalive',
      'output_item.done',
    ]);
    const ids = (await stream('rotated-item-ids')).map(({ item_id: id, item }) => id ?? item?.id);
    const known = ids.filter((id) => id !== undefined);
    expect(new Set(known).size).toBe(known.length);
    expect(JSON.stringify(await stream('obfuscation'))).toContain('"obfuscation":"x"');
  });

  it('change the fields of the response', async () => {
    const last = async (fault: ResponsesStep): Promise<unknown> =>
      (await stream(fault)).at(-1)?.response;
    expect(await last('usage-null')).toMatchObject({ usage: null });
    expect(await last('usage-without-details')).toMatchObject({
      usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
    });
    expect(await last({ kind: 'large-echo', bytes: 20 })).toMatchObject({
      instructions: 'x'.repeat(20),
    });
  });
});

describe('stream faults', () => {
  it.each(['nested', 'flat', 'failed'] as const)('send an error in the form %s', async (form) => {
    const fault = { kind: 'error-before-text', error: 'quota-exhausted', form } as const;
    const events = await stream(fault);
    const types = events.map(({ type }) => type);
    expect(types.slice(2)).toEqual([...(form === 'failed' ? [] : ['error']), 'response.failed']);
    expect(events[2]).toMatchObject(
      {
        nested: { error: { code: 'insufficient_quota' } },
        flat: { code: 'insufficient_quota' },
        failed: { response: { status: 'failed', error: { code: 'insufficient_quota' } } },
      }[form],
    );
    const later = await typesOf({ ...fault, kind: 'error-after-text' });
    expect(later).toContain('output_text.delta');
    expect(later).not.toContain('completed');
  });

  it('insert events, and events after the last one', async () => {
    expect(await typesOf('unknown-event')).toContain('of_the_future');
    expect((await stream('unknown-item')).map(({ item }) => item?.type)).toContain('of_the_future');
    const started = (await typesOf('repeated-start')).filter((type) => type === 'in_progress');
    expect(started).toHaveLength(3);
    const created = (await typesOf('spliced-start')).filter((type) => type === 'created');
    expect(created).toHaveLength(2);
    expect((await typesOf('completed-twice')).slice(-2)).toEqual(['completed', 'completed']);
    expect(await send('done-marker', 'Hi', true)).toMatch(/data: \[DONE\]\n\n$/u);
    expect(await send('unnamed-events', 'Hi', true)).not.toContain('event: ');
  });
});
