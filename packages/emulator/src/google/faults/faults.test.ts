import { describe, expect, it } from 'vitest';

import { postContent } from '../../../test/post-content.ts';
import { messageOf } from '../../../test/post-message.ts';
import { readData } from '../../../test/read-events.ts';
import type { GoogleFaultName, GoogleStep } from '../../index.ts';

const method = 'streamGenerateContent?alt=sse';

async function stream(
  fault: GoogleStep,
  response: string | object = 'one two three',
): Promise<string> {
  const rules = [{ when: /./u, response }];
  return (await postContent({}, { faults: [fault], rules, seed: 1 }, { method })).text;
}

interface Candidate {
  readonly content?: { readonly parts?: readonly Readonly<Record<string, unknown>>[] };
  readonly finishReason?: string;
}

/** The fields of a chunk that tests read. */
interface Chunk {
  readonly candidates?: readonly Candidate[];
  readonly usageMetadata?: object;
}

async function readChunks(
  fault: GoogleStep,
  response?: string | object,
): Promise<readonly Chunk[]> {
  return readData(await stream(fault, response)).map((data): Chunk => JSON.parse(data));
}

async function readParts(
  fault: GoogleStep,
  response?: string | object,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const chunks = await readChunks(fault, response);
  return chunks.flatMap(({ candidates = [] }) => candidates[0]?.content?.parts ?? []);
}

function textOf(parts: readonly Readonly<Record<string, unknown>>[]): string {
  return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}

describe('error faults', () => {
  it.each<[GoogleFaultName, number, string]>([
    ['invalid-key', 400, 'API_KEY_INVALID'],
    ['permission-denied', 403, 'PERMISSION_DENIED'],
    ['location-unsupported', 400, 'FAILED_PRECONDITION'],
    ['quota-per-minute', 429, '"retryDelay":"1s"'],
    ['quota-per-day', 429, 'PerDay'],
    ['credit-exhausted', 402, 'RESOURCE_EXHAUSTED'],
    ['prompt-too-long', 400, 'exceeds the maximum number of tokens'],
    ['model-not-found', 404, 'models/gemini-3.8-flash is not found'],
    ['server-error', 500, 'INTERNAL'],
    ['server-error-text', 500, 'Internal Server Error'],
    ['overloaded', 503, 'UNAVAILABLE'],
    ['request-timeout', 504, 'DEADLINE_EXCEEDED'],
    ['request-canceled', 499, 'CANCELLED'],
    ['error-in-list', 503, '[{"error"'],
    ['challenge', 403, 'Just a moment'],
    ['html-page', 200, 'moved'],
    ['json-body', 200, 'UNAVAILABLE'],
    ['redirect', 302, ''],
  ])('%s has the status %i', async (fault, status, text) => {
    const response = await postContent({}, { faults: [fault] });
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(text)]);
  });

  it('have parameters', async () => {
    expect(messageOf(await postContent({}, { faults: ['key-echo'] }))).toContain('key-1');
    const faults = [{ kind: 'quota-per-minute', seconds: 34.4 }] as const;
    expect((await postContent({}, { faults })).text).toContain('"retryDelay":"34.4s"');
    const withoutDelay = await postContent({}, { faults: ['quota-per-minute-without-delay'] });
    expect(withoutDelay.text).not.toContain('retryDelay');
  });
});

describe('response faults', () => {
  it.each<[GoogleFaultName, string]>([
    ['safety-empty', 'SAFETY'],
    ['recitation', 'RECITATION'],
    ['malformed-function-call', 'MALFORMED_FUNCTION_CALL'],
    ['empty-response', 'STOP'],
    ['max-tokens-in-thought', 'MAX_TOKENS'],
  ])('%s has no content', async (fault, finishReason) => {
    const chunks = await readChunks(fault);
    expect(chunks.map(({ candidates }) => candidates?.[0]?.finishReason)).toEqual([finishReason]);
    expect(textOf(await readParts(fault))).toBe('');
  });

  it('prompt-blocked has no candidates', async () => {
    const chunks = await readChunks({ kind: 'prompt-blocked', reason: 'BLOCKLIST' });
    expect(chunks).toMatchObject([{ promptFeedback: { blockReason: 'BLOCKLIST' } }]);
    expect(chunks[0]).not.toHaveProperty('candidates');
  });

  it('continuation sends a part of the text for each request', async () => {
    const rules = [{ when: /./u, response: 'one two three' }];
    const faults = [{ kind: 'continuation', requests: 3 }] as const;
    const texts: string[] = [];
    let continuationToken: string | undefined;
    for (let count = 0; count < 3; count += 1) {
      const options = count === 0 ? { rules, faults } : { rules };
      const { text } = await postContent({ continuationToken }, options);
      const [candidate] = JSON.parse(text).candidates;
      texts.push(textOf(candidate.content.parts));
      expect(candidate.finishReason).toBe(count === 2 ? 'STOP' : 'CONTINUATION');
      continuationToken = candidate.continuationToken;
    }
    expect(texts.join('')).toBe('one two three');
    expect(continuationToken).toBeUndefined();
  });

  it('tool faults generate calls', async () => {
    const callsOf = async (fault: GoogleFaultName): Promise<readonly unknown[]> =>
      (await readParts(fault)).flatMap(({ functionCall }) => functionCall ?? []);
    for (const call of await callsOf('tool-id-missing')) expect(call).not.toHaveProperty('id');
    for (const call of await callsOf('tool-arguments-missing')) {
      expect(call).not.toHaveProperty('args');
    }
    expect(await callsOf('tool-id-repeated')).toMatchObject([{ id: 'same' }, { id: 'same' }]);
    expect(await callsOf('tool-name-missing')).toMatchObject([{ name: '' }, { name: '' }]);
    const chunks = await readChunks('tool-calls-joined');
    expect(chunks[0]?.candidates?.[0]?.content?.parts).toHaveLength(2);
    expect((await callsOf('tool-arguments-in-pieces')).at(-1)).toEqual({});
  });

  it('second-candidate has another text', async () => {
    const chunks = await readChunks('second-candidate');
    expect(chunks[0]?.candidates).toMatchObject([{ index: 1 }, { index: 0 }]);
  });

  it.each<[GoogleFaultName, number, number]>([
    ['usage-missing', 0, 0],
    ['usage-at-end', 0, 1],
    ['repeated-finish-reason', 1, 1],
  ])('%s changes which chunks have counts', async (fault, early, last) => {
    const chunks = await readChunks(fault);
    const counts = chunks.map(({ usageMetadata }) => (usageMetadata ? 1 : 0));
    expect([counts[0], counts.at(-1)]).toEqual([early, last]);
  });

  it('silent-thinking has no content before the text', async () => {
    const chunks = await readChunks({ kind: 'silent-thinking', chunks: 2 });
    expect(chunks.slice(0, 2)).toMatchObject([
      { usageMetadata: { thoughtsTokenCount: 8 } },
      { usageMetadata: { thoughtsTokenCount: 16 } },
    ]);
  });
});

describe('stream faults', () => {
  it('error-after-text replaces the rest at its position', async () => {
    const text = await stream({
      kind: 'error-after-text',
      afterCharacters: 4,
      status: 'RESOURCE_EXHAUSTED',
    });
    expect(readData(text)).toHaveLength(2);
    expect(text).toContain('RESOURCE_EXHAUSTED');
  });

  it.each<[GoogleFaultName, RegExp]>([
    ['error-before-text', /^data: \{"error"/u],
    ['error-as-json', /\r\n\r\n\{\n {2}"error"/u],
    ['done-marker', /data: \[DONE\]\r\n/u],
    ['unknown-chunk', /ofTheFuture/u],
    ['malformed-event', /"content":\r\n/u],
    ['named-events', /^event: message\r\ndata: /u],
    ['multi-line-data', /\r\ndata: "modelVersion"/u],
    ['lf', /^data: [^\r]*\n\n$/su],
    ['stream-as-list', /^\[\{"candidates"/u],
    ['stream-as-response', /^\{"candidates".*"STOP"/u],
    ['end-mid-frame', /\{"te$/u],
  ])('%s changes the bytes of the stream', async (fault, pattern) => {
    expect(await stream(fault)).toMatch(pattern);
  });
});
