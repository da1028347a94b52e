import { describe, expect, it } from 'vitest';

import { messageOf, postMessage } from '../../../test/post-message.ts';
import { readData } from '../../../test/read-events.ts';
import type { AnthropicFaultName, AnthropicStep } from '../../index.ts';

const twoBlocks = {
  reasoning: 'Hm.',
  text: 'Painting.',
  toolCalls: [{ name: 'paint', arguments: { wall: 2 } }],
};

async function stream(
  fault: AnthropicStep,
  response: string | object = 'one two three',
): Promise<string> {
  const rules = [{ when: /./u, response }];
  return (await postMessage({ stream: true }, { faults: [fault], rules, seed: 1 })).text;
}

async function typesOf(
  fault: AnthropicStep,
  response?: string | object,
): Promise<readonly string[]> {
  const events = readData(await stream(fault, response)).map((data) => JSON.parse(data));
  return events.map(
    ({ type, delta }: { type: string; delta?: { type?: string } }) => delta?.type ?? type,
  );
}

describe('error faults', () => {
  it.each<[AnthropicFaultName, number, string]>([
    ['invalid-key', 401, 'authentication_error'],
    ['permission-denied', 403, 'permission_error'],
    ['organization-on-hold', 400, 'organization_on_hold'],
    ['billing', 402, 'billing_error'],
    ['credit-exhausted', 400, 'credit balance is too low'],
    ['rate-limit', 429, 'rate_limit_error'],
    ['spend-limit', 429, 'enforced_spend_limit_reached'],
    ['prompt-too-long', 400, 'prompt is too long'],
    ['max-tokens-too-large', 400, 'exceed context limit'],
    ['body-too-large', 413, 'cloudflare'],
    ['model-not-found', 404, 'not_found_error'],
    ['server-error', 500, 'api_error'],
    ['request-timeout', 504, 'timeout_error'],
    ['overloaded', 529, 'overloaded_error'],
    ['challenge', 403, 'Just a moment'],
    ['html-page', 200, 'moved'],
    ['json-body', 200, 'overloaded_error'],
    ['redirect', 302, ''],
  ])('%s has the status %i', async (fault, status, text) => {
    const response = await postMessage({}, { faults: [fault] });
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(text)]);
  });

  it('key-echo quotes the key, and rate-limit-retry-after has a header', async () => {
    expect(messageOf(await postMessage({}, { faults: ['key-echo'] }))).toContain('key-1');
    const faults = [{ kind: 'rate-limit-retry-after', seconds: 7 }] as const;
    expect((await postMessage({}, { faults })).headers['retry-after']).toBe('7');
  });
});

describe('message faults', () => {
  it.each<[AnthropicFaultName, string | null, number]>([
    ['empty-response', 'end_turn', 0],
    ['refusal-empty', 'refusal', 0],
    ['refusal-after-text', 'refusal', 1],
    ['context-window-exceeded', 'model_context_window_exceeded', 1],
    ['pause-turn', 'pause_turn', 2],
    ['unknown-stop-reason', 'of_the_future', 1],
    ['missing-stop-reason', null, 1],
    ['redacted-thinking', 'end_turn', 2],
    ['unsigned-thinking', 'end_turn', 2],
    ['max-tokens', 'max_tokens', 1],
  ])('%s has the stop reason %s', async (fault, reason, count) => {
    const body = JSON.parse((await postMessage({}, { faults: [fault] })).text);
    expect([body.stop_reason, body.content.length]).toEqual([reason, count]);
  });

  it('change the events of blocks', async () => {
    expect(await stream('tool-input-in-start', twoBlocks)).toContain('"input":{"wall":2}');
    expect(await typesOf('tool-input-missing', twoBlocks)).not.toContain('input_json_delta');
    expect(await stream('tool-arguments-invalid')).not.toContain('}}"');
    expect(await typesOf('missing-block-stops')).not.toContain('content_block_stop');
    expect((await typesOf('interleaved-blocks', twoBlocks)).slice(2, 5)).toEqual([
      'content_block_start',
      'content_block_start',
      'content_block_start',
    ]);
    const silent = await typesOf({ kind: 'silent-thinking', pings: 3 });
    expect(silent.slice(2, 8)).toEqual([
      'content_block_start',
      'ping',
      'ping',
      'ping',
      'signature_delta',
      'content_block_stop',
    ]);
  });

  it('change the token counts', async () => {
    expect(await stream('usage-missing')).not.toContain('usage');
    const corrected = await stream('usage-corrected');
    expect(corrected.match(/"input_tokens":\d+/gu)).toEqual([
      '"input_tokens":1',
      '"input_tokens":2',
    ]);
  });
});

describe('stream faults', () => {
  it.each<[AnthropicFaultName, string]>([
    ['error-before-text', 'overloaded_error'],
    ['error-after-text', 'overloaded_error'],
    ['error-event-text', 'Internal Server Error'],
  ])('%s ends with an error', async (fault, text) => {
    const body = await stream(fault);
    expect(body).toContain(text);
    expect(body).not.toContain('message_stop');
    expect(body.includes('text_delta')).toBe(fault !== 'error-before-text');
  });

  it.each<[AnthropicFaultName, RegExp, number]>([
    ['repeated-start', /event: message_start/gu, 2],
    ['spliced-start', /msg_spliced/gu, 1],
    ['unknown-event', /"type":"of_the_future"/gu, 1],
    ['unknown-block', /"index":99/gu, 3],
    ['unknown-delta', /"type":"of_the_future"/gu, 1],
    ['malformed-event', /"index":$/gmu, 1],
    ['ping-flood', /event: ping/gu, 10_001],
    ['missing-done', /message_stop/gu, 0],
    ['unnamed-events', /^event: /gmu, 0],
    ['only-done', /^event: message_stop/gmu, 1],
  ])('%s', async (fault, pattern, count) => {
    expect((await stream(fault)).match(pattern)?.length ?? 0).toBe(count);
  });

  it('cut the stream at a position', async () => {
    const body = await stream({ kind: 'truncated-stream', afterCharacters: 4 });
    expect(body).toContain('"text":"one "');
    expect(body).not.toContain('"text":"two "');
    const half = await stream({ kind: 'end-mid-frame', afterEvents: 0 });
    expect(half.endsWith('"text_')).toBe(true);
  });
});

describe('models faults', () => {
  it('are not taken by messages', async () => {
    expect((await postMessage({}, { faults: ['models-server-error'] })).status).toBe(200);
  });
});
