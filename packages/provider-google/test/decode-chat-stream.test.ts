import type { ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { createChunk, decodeChunks, lastChunk } from './decode-reads.ts';

/** Returns the events without the first and the last one. */
async function decodeParts(
  ...chunks: readonly (object | string)[]
): Promise<readonly ProviderEvent[]> {
  const { events, error } = await decodeChunks(...chunks, lastChunk);
  expect(error).toBeUndefined();
  return events.slice(1, -1);
}

async function decodeFailure(...chunks: readonly (object | string)[]): Promise<string | undefined> {
  const { error } = await decodeChunks(...chunks);
  return error?.code;
}

describe('parts', () => {
  it('end a block of text with a signature, and keep where its text begins', async () => {
    expect(
      await decodeParts(
        createChunk([{ text: 'Te' }]),
        createChunk([{ text: 'al', thoughtSignature: 's1' }]),
        createChunk([{ text: 'Blue', thoughtSignature: 's2' }]),
        createChunk([{ text: '!' }]),
        createChunk([{ text: '', thoughtSignature: 's3' }]),
      ),
    ).toEqual([
      { type: 'text-delta', text: 'Te' },
      { type: 'text-delta', text: 'al' },
      { type: 'text-end', signature: 's1', providerMetadata: { signedFrom: 2 } },
      { type: 'text-delta', text: 'Blue' },
      { type: 'text-end', signature: 's2' },
      { type: 'text-delta', text: '!' },
      { type: 'text-end', signature: 's3', providerMetadata: { signedFrom: 1 } },
    ]);
  });

  it('of reasoning can have a signature only', async () => {
    expect(
      await decodeParts(
        createChunk([{ text: '', thought: true, thoughtSignature: 's' }]),
        createChunk([{ text: 'Hm.', thought: true }]),
        createChunk([{ text: '', thoughtSignature: 't' }]),
      ),
    ).toEqual([
      { type: 'reasoning-end', signature: 's', redacted: true },
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'text-end', signature: 't' },
    ]);
  });

  it('ignore signatures that are empty or no text', async () => {
    const events = await decodeParts(
      createChunk([{ text: 'a', thoughtSignature: '' }]),
      createChunk([{ text: 'b', thoughtSignature: 7 }]),
    );
    expect(events.map(({ type }) => type)).toEqual(['text-delta', 'text-delta']);
  });

  it('keep the digits of arguments', async () => {
    const chunk = JSON.stringify(createChunk([{ text: 'a' }, 'CALL'])).replace(
      '"CALL"',
      '{"functionCall":{"name":"paint","args":{"wall":12345678901234567890,"share":1.0}}}',
    );
    const events = await decodeParts(`data: ${chunk}\n\n`);
    expect(events.at(-1)).toMatchObject({
      type: 'tool-call-end',
      argumentsText: '{"wall":12345678901234567890,"share":1.0}',
    });
  });

  it('with half of a character are joined', async () => {
    const events = await decodeParts(
      createChunk([{ text: 'a\ud83d' }]),
      createChunk([{ text: '\ude00' }]),
    );
    expect(events).toEqual([
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: '\u{1f600}' },
    ]);
  });

  it('with data are files, unless they are thoughts', async () => {
    const inlineData = { mimeType: 'image/png', data: 'aQ==' };
    expect(
      await decodeParts(
        createChunk([{ inlineData, thought: true }]),
        createChunk([{ inlineData, thoughtSignature: 's' }]),
      ),
    ).toEqual([
      { type: 'progress', activity: 'thinking' },
      {
        type: 'file',
        mediaType: 'image/png',
        data: { type: 'base64', base64: 'aQ==' },
        signature: 's',
      },
    ]);
  });

  it.each<[string, object]>([
    ['a text that is no text', createChunk([{ text: {} }])],
    ['a call without a name', createChunk([{ functionCall: { args: {} } }])],
    ['a call with a list of arguments', createChunk([{ functionCall: { name: 'a', args: [1] } }])],
    ['data without content', createChunk([{ inlineData: { mimeType: 'a/b' } }])],
    [
      'a piece without a path',
      createChunk([{ functionCall: { name: 'a', willContinue: true, partialArgs: [{}] } }]),
    ],
  ])('fail for %s', async (_case, chunk) => {
    expect(await decodeFailure(chunk, lastChunk)).toBe('malformed-response');
  });

  it('are malformed after reasoning alone if the API could not read the call that followed', async () => {
    const thought = createChunk([{ text: 'Hm.', thought: true }]);
    const end = { candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }] };
    expect(await decodeFailure(thought, end)).toBe('malformed-response');
  });

  it.each([
    ['an empty list', [], '{}', undefined],
    ['a text', '{"wall":2}', '{"wall":2}', undefined],
    ['a text that is no JSON', '{"wall":', '{"wall":', true],
  ])('of a call can have %s as arguments', async (_case, args, argumentsText, incomplete) => {
    const events = await decodeParts(createChunk([{ functionCall: { name: 'paint', args } }]));
    expect(events.at(-1)).toMatchObject({ type: 'tool-call-end', argumentsText });
    const [end] = events.filter((event) => event.type === 'tool-call-end');
    expect(end?.incomplete).toBe(incomplete);
  });

  it('of tools that the vendor runs are kept for the next request', async () => {
    const code = { executableCode: { language: 'PYTHON', code: '1' } };
    const output = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } };
    const call = { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', id: 'a' }, thoughtSignature: 's1' };
    const response = { toolResponse: { id: 'a' }, thoughtSignature: 's2' };
    const parts = [{ text: 'Look' }, code, output, call, response, { text: 'Teal' }];
    const kept = (part: object): object => ({ type: 'text-end', providerMetadata: { part } });
    expect(await decodeParts(createChunk(parts))).toEqual([
      { type: 'text-delta', text: 'Look' },
      kept(code),
      kept(output),
      { type: 'progress', activity: 'searching' },
      kept(call),
      kept(response),
      { type: 'text-delta', text: 'Teal' },
    ]);
  });

  it('with a signature only end the text before them', async () => {
    const parts = [{ text: 'Teal' }, { thoughtSignature: 'c2ln' }];
    expect(await decodeParts(createChunk(parts))).toEqual([
      { type: 'text-delta', text: 'Teal' },
      { type: 'text-end', signature: 'c2ln', providerMetadata: { signedFrom: 4 } },
    ]);
    const thought = [
      { text: 'Hm', thought: true },
      { thought: true, thoughtSignature: 'c2ln' },
    ];
    expect(await decodeParts(createChunk(thought))).toEqual([
      { type: 'reasoning-delta', text: 'Hm' },
      { type: 'reasoning-end', signature: 'c2ln', providerMetadata: { signedFrom: 2 } },
    ]);
  });

  it('can be files at an address', async () => {
    const fileData = { mimeType: 'image/png', fileUri: 'https://example.com/wall.png' };
    expect(await decodeParts(createChunk([{ fileData }]))).toEqual([
      {
        type: 'file',
        mediaType: 'image/png',
        data: { type: 'url', url: new URL(fileData.fileUri) },
      },
    ]);
    const broken = createChunk([{ fileData: { fileUri: 'wall' } }]);
    expect(await decodeFailure(broken, lastChunk)).toBe('malformed-response');
  });

  it('that are null are ignored', async () => {
    expect(await decodeParts(createChunk([null, { text: 'Teal' }]))).toEqual([
      { type: 'text-delta', text: 'Teal' },
    ]);
  });

  it.each(['$.walls.length', '$.walls.length[0]'])('cannot name %s of a list', async (jsonPath) => {
    const pieces = [
      { jsonPath: '$.walls[0]', numberValue: 1 },
      { jsonPath, numberValue: 4_000_000_000 },
    ];
    const call = { name: 'paint', partialArgs: pieces, willContinue: true };
    expect(await decodeFailure(createChunk([{ functionCall: call }]), lastChunk)).toBe(
      'malformed-response',
    );
  });

  it('of a call in pieces can be nested, and cannot change a prototype', async () => {
    const piece = (jsonPath: string, value: object): object =>
      createChunk([
        { functionCall: { partialArgs: [{ jsonPath, ...value }], willContinue: true } },
      ]);
    const events = await decodeParts(
      createChunk([{ functionCall: { name: 'paint', willContinue: true } }]),
      piece("$.walls[0]['the color']", { stringValue: 'te', willContinue: true }),
      piece("$.walls[0]['the color']", { stringValue: 'al' }),
      piece('$.walls[1].share', { numberValue: 0.5 }),
      piece('$.walls[1].done', { boolValue: true }),
      piece('$.__proto__.polluted', { nullValue: 'NULL_VALUE' }),
      createChunk([{ functionCall: {} }]),
    );
    const [, end] = events;
    expect(end?.type === 'tool-call-end' && JSON.parse(end.argumentsText)).toEqual(
      JSON.parse(
        '{"walls":[{"the color":"teal"},{"share":0.5,"done":true}],"__proto__":{"polluted":null}}',
      ),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('of a call whose end is cut off make it incomplete', async () => {
    const { events } = await decodeChunks(
      createChunk([{ functionCall: { name: 'paint', willContinue: true } }]),
      createChunk([], { finishReason: 'MAX_TOKENS' }),
    );
    expect(events.at(-2)).toMatchObject({ type: 'tool-call-end', incomplete: true });
    expect(events.at(-1)).toMatchObject({ reason: 'length' });
  });
});

describe('sources', () => {
  const sourcesOf = async (candidate: object): Promise<readonly unknown[]> => {
    const events = await decodeParts(createChunk([{ text: 'Teal' }], candidate));
    return events.filter(({ type }) => type === 'source' || type === 'document-source');
  };

  it.each(['citationSources', 'citations'])('are the citations in %s', async (name) => {
    const cited = [
      { uri: 'https://a.test', startIndex: 0, endIndex: 4, license: 'mit' },
      { uri: 'https://b.test', title: 'B' },
      { title: 'Book' },
      { startIndex: 0 },
    ];
    expect(await sourcesOf({ citationMetadata: { [name]: [...cited, ...cited] } })).toEqual([
      { type: 'source', url: 'https://a.test' },
      { type: 'source', url: 'https://b.test', title: 'B' },
      { type: 'document-source', title: 'Book' },
    ]);
  });

  it('of a file search can have a name, or only a text', async () => {
    const groundingChunks = [
      { retrievedContext: { documentName: 'documents/colors', text: 'Teal' } },
      { retrievedContext: { text: 'Blue' } },
      { retrievedContext: {} },
    ];
    expect(await sourcesOf({ groundingMetadata: { groundingChunks } })).toEqual([
      { type: 'document-source', title: 'documents/colors', quote: 'Teal' },
      { type: 'document-source', title: '', quote: 'Blue' },
    ]);
  });
});

describe('the end', () => {
  it.each([
    ['LANGUAGE', 'content-filter'],
    ['SPII', 'content-filter'],
    ['IMAGE_SAFETY', 'content-filter'],
    ['MISSING_THOUGHT_SIGNATURE', 'other'],
    ['TOO_MANY_TOOL_CALLS', 'other'],
    ['CONTINUATION', 'length'],
  ])('maps %s to %s', async (finishReason, reason) => {
    const { events } = await decodeChunks(createChunk([{ text: 'a' }], { finishReason }));
    expect(events.at(-1)).toMatchObject({ reason, rawReason: finishReason });
  });

  it.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL'])(
    '%s is an error if there was only reasoning',
    async (finishReason) => {
      const thought = createChunk([{ text: 'Which wall?', thought: true }]);
      const last = { candidates: [{ finishReason }] };
      expect(await decodeFailure(thought, last)).toBe('malformed-response');
    },
  );

  it('needs a reason with a value', async () => {
    for (const finishReason of ['', 'FINISH_REASON_UNSPECIFIED', 7, null]) {
      const chunk = createChunk([{ text: 'a' }], { finishReason });
      expect(await decodeFailure(chunk)).toBe('stream-truncated');
    }
    const feedback = { promptFeedback: { blockReason: 'BLOCKED_REASON_UNSPECIFIED' } };
    expect(await decodeFailure(feedback)).toBe('stream-truncated');
  });

  it('can precede token counts and content', async () => {
    const { events } = await decodeChunks(
      createChunk([{ text: 'a' }], { finishReason: 'STOP' }),
      createChunk([{ text: 'b' }], { finishReason: 'STOP' }),
      { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 } },
    );
    expect(events.map((event) => ('text' in event ? event.text : event.type))).toEqual([
      'response-start',
      'a',
      'b',
      'usage',
      'usage',
      'finish',
    ]);
  });

  it('reports counts field by field, with the last known value', async () => {
    const { events } = await decodeChunks(
      createChunk([{ text: 'a' }]),
      { usageMetadata: { promptTokenCount: 9, toolUsePromptTokenCount: 1, trafficType: 'X' } },
      { usageMetadata: { candidatesTokenCount: 5, thoughtsTokenCount: 7, promptTokenCount: null } },
      { usageMetadata: { candidatesTokenCount: -5, cachedContentTokenCount: 4 } },
      lastChunk,
    );
    expect(events.findLast(({ type }) => type === 'usage')).toEqual({
      type: 'usage',
      inputTokens: 10,
      outputTokens: 7,
      cachedInputTokens: 4,
      reasoningTokens: 7,
    });
    expect(events.at(-1)).toMatchObject({
      providerMetadata: { usageMetadata: { trafficType: 'X' } },
    });
  });
});

describe('framing', () => {
  const text = createChunk([{ text: 'a' }]);
  const error = {
    error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' },
  };

  it('ignores keep-alives, names and end markers', async () => {
    const json = JSON.stringify(text);
    const { events, error: failure } = await decodeChunks(
      ': ping\n\nevent: ping\ndata: x\n\n',
      `event: message\ndata: ${json}\n\n`,
      'data: null\n\ndata:\n\n',
      lastChunk,
      'data: [DONE]\n\n',
    );
    expect(failure).toBeUndefined();
    expect(events).toContainEqual({ type: 'text-delta', text: 'a' });
  });

  it('does not end a response with an end marker alone', async () => {
    expect(await decodeFailure(text, 'data: [DONE]\n\n')).toBe('stream-truncated');
  });

  it.each<[string, string]>([
    ['an object', JSON.stringify(error)],
    ['an object in several lines', JSON.stringify(error, undefined, 2)],
    ['a list', `[${JSON.stringify(error)}]`],
    ['an event', `data: ${JSON.stringify(error)}`],
    ['an event of a list', `data: [${JSON.stringify(error)}]`],
  ])('reads an error in %s', async (_case, body) => {
    const { events, error: failure } = await decodeChunks(text, `${body}\r\n\r\n`);
    expect(failure?.code).toBe('overloaded');
    expect(events).toContainEqual({ type: 'text-delta', text: 'a' });
  });

  it.each(['data: {"candidates":\n\n', 'data: 7\n\n', 'data: "text"\n\n'])(
    'fails for %j',
    async (frame) => {
      expect(await decodeFailure(text, frame, lastChunk)).toBe('malformed-response');
    },
  );
});
