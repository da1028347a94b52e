import { describe, expect, it } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { postContent } from '../../test/post-content.ts';
import { messageOf } from '../../test/post-message.ts';
import { readData } from '../../test/read-events.ts';
import { type GoogleEmulatorOptions, startGoogleEmulator } from '../index.ts';
import { sign } from './response/signature.ts';

const stream = { method: 'streamGenerateContent?alt=sse' };

const paint = {
  functionDeclarations: [
    {
      name: 'paint',
      parametersJsonSchema: { type: 'object', properties: { wall: { type: 'integer' } } },
    },
  ],
};
const call = { functionCall: { id: 'a', name: 'paint', args: { wall: 2 } } };
const result = { functionResponse: { id: 'a', name: 'paint', response: { output: 'Done.' } } };
const question = { role: 'user', parts: [{ text: 'Please paint.' }] };
const model = (...parts: readonly object[]): object => ({ role: 'model', parts });
/** Returns the fields of a request whose tool has a property with a schema. */
const declare = (schema: object): object => {
  const parametersJsonSchema = { type: 'object', properties: { wall: schema } };
  return { tools: [{ functionDeclarations: [{ name: 'paint', parametersJsonSchema }] }] };
};
const user = (...parts: readonly object[]): object => ({ role: 'user', parts });

describe('the response', () => {
  const rules = (response: object): GoogleEmulatorOptions => ({
    rules: [{ when: /./u, response }],
  });

  it('is complete, or in chunks without names and end marker', async () => {
    const { text } = await postContent({}, { seed: 1 });
    expect(JSON.parse(text)).toEqual({
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ text: '2+2*3 = 8' }, { text: '', thoughtSignature: expect.any(String) }],
          },
          finishReason: 'STOP',
          index: 0,
        },
      ],
      usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 3, totalTokenCount: 5 },
      modelVersion: 'gemini-3.8-flash',
      responseId: expect.any(String),
    });
    const streamed = await postContent({}, { seed: 1 }, stream);
    expect(streamed.headers['content-type']).toContain('text/event-stream');
    expect(streamed.text).toMatch(/^(?:data: \{.*\}\r\n\r\n){4}$/u);
    const counts = readData(streamed.text).map(
      (data) => JSON.parse(data).usageMetadata.candidatesTokenCount,
    );
    expect(counts).toEqual([1, 2, 3, 3]);
  });

  it('is a list without alt=sse', async () => {
    const { headers, text } = await postContent({}, {}, { method: 'streamGenerateContent' });
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(text)).toHaveLength(4);
  });

  it('has thoughts if they are requested', async () => {
    const options = rules({ reasoning: 'Let me see.', text: '8' });
    const hidden = JSON.parse((await postContent({}, options)).text);
    expect(hidden.candidates[0].content.parts[0]).toEqual({ text: '8' });
    expect(hidden.usageMetadata.thoughtsTokenCount).toBe(3);
    const generationConfig = { thinkingConfig: { includeThoughts: true, thinkingLevel: 'LOW' } };
    const shown = JSON.parse((await postContent({ generationConfig }, options)).text);
    expect(shown.candidates[0].content.parts[0]).toEqual({ text: 'Let me see.', thought: true });
  });

  it('is limited by maxOutputTokens and stopSequences', async () => {
    const read = async (generationConfig: object): Promise<object> => {
      const { text } = await postContent({ generationConfig }, rules({ text: 'abcdefgh' }));
      return JSON.parse(text).candidates[0];
    };
    expect(await read({ maxOutputTokens: 1 })).toMatchObject({
      content: { parts: [{ text: 'abcd' }, {}] },
      finishReason: 'MAX_TOKENS',
    });
    expect(await read({ stop_sequences: ['ef'] })).toMatchObject({
      content: { parts: [{ text: 'abcd' }, {}] },
      finishReason: 'STOP',
    });
  });

  it('has a signature on the first of several calls', async () => {
    const calls = [{ name: 'paint', arguments: { wall: 2 } }, { name: 'paint' }];
    const { text } = await postContent({ tools: [paint] }, rules({ toolCalls: calls }));
    const { parts } = JSON.parse(text).candidates[0].content;
    expect(parts).toEqual([
      {
        functionCall: { id: expect.any(String), name: 'paint', args: { wall: 2 } },
        thoughtSignature: expect.any(String),
      },
      { functionCall: { id: expect.any(String), name: 'paint', args: expect.any(Object) } },
    ]);
  });

  it('is the explanation of a blocked response', async () => {
    const { text } = await postContent({}, rules({ refusal: 'No.' }));
    expect(JSON.parse(text).candidates).toMatchObject([
      { finishReason: 'SAFETY', finishMessage: 'No.' },
    ]);
  });
});

describe('a conversation', () => {
  const post = (contents: readonly object[], name?: string) =>
    postContent({ contents, tools: [paint] }, {}, { model: name ?? 'gemini-3.8-flash' });

  it.each<[string, readonly object[]]>([
    [
      'a signed call and its result',
      [question, model({ ...call, thoughtSignature: sign('a') }), user(result)],
    ],
    [
      'parallel calls, of which the first is signed',
      [
        question,
        model({ ...call, thoughtSignature: 'skip_thought_signature_validator' }, call),
        user(result, result),
      ],
    ],
    [
      'a call without a signature before the last question',
      [question, model(call), user(result), model({ text: 'a' }), question],
    ],
    ['fields with underscores', [user({ inline_data: { mime_type: 'image/png', data: 'aQ==' } })]],
  ])('is accepted with %s', async (_case, contents) => {
    expect((await post(contents)).status).toBe(200);
  });

  it.each<[string, readonly object[], string]>([
    ['no turns', [], 'contents is not specified'],
    ['another role', [{ role: 'assistant', parts: [{ text: 'a' }] }], 'valid role: user, model'],
    ['a turn without parts', [user()], 'must not be empty'],
    ['a part with two kinds', [user({ text: 'a', ...call })], 'must have one initialized field'],
    ['an unknown field of a part', [user({ text: 'a', cache: 1 })], 'Unknown name "cache" at'],
    [
      'a call without a signature',
      [question, model(call), user(result)],
      'missing a thought_signature',
    ],
    [
      'a signature of another vendor',
      [question, model({ text: 'a', thoughtSignature: 'c2ln' }), question],
      'Corrupted thought signature',
    ],
    [
      'fewer results than calls',
      [question, model({ ...call, thoughtSignature: sign('a') }, call), user(result)],
      'equal to the number of function call parts',
    ],
    [
      'a result without a call',
      [question, model({ text: 'a' }), user(result)],
      'after a function call turn',
    ],
    [
      'a result without a name',
      [
        question,
        model({ ...call, thoughtSignature: sign('a') }),
        user({ functionResponse: { response: {} } }),
      ],
      'Name cannot be empty',
    ],
    ['a turn of the model at the end', [question, model({ text: 'a' })], 'prefill'],
    [
      'an alias of a media type',
      [user({ inlineData: { mimeType: 'image/jpg', data: 'YQ==' } })],
      'Unsupported MIME type',
    ],
    [
      'inline data without content',
      [user({ inlineData: { mimeType: 'image/png', data: '' } })],
      'is empty',
    ],
  ])('is rejected with %s', async (_case, contents, message) => {
    const response = await post(contents);
    expect(response.status).toBe(400);
    expect(messageOf(response)).toContain(message);
  });

  it('needs no signatures for Gemini 2.5', async () => {
    const contents = [question, model(call), user(result)];
    expect((await post(contents, 'gemini-2.5-pro')).status).toBe(200);
  });
});

describe('a request', () => {
  it('can have all fields that the SDK of the vendor sends', async () => {
    const fields = {
      labels: { team: 'a' },
      serviceTier: 'flex',
      store: false,
      tools: [{ mcpServers: [] }],
      generationConfig: {
        audioTranscriptionConfig: {},
        enableEnhancedCivicAnswers: true,
        responseFormat: [],
        translationConfig: {},
      },
    };
    const response = await postContent(fields);
    expect([response.status, response.text]).toEqual([200, expect.any(String)]);
  });

  it('can have parts with all fields', async () => {
    const file = { fileData: { mimeType: 'image/png', fileUri: 'files/a' }, mediaProcessing: {} };
    const parts = [{ text: 'a', speechMetadata: {} }, { audioTranscription: { text: 'b' } }, file];
    const output = { ...result.functionResponse, parts: [file] };
    const signed = { ...call, thoughtSignature: sign('a') };
    const contents = [user(...parts), model(signed), user({ functionResponse: output })];
    const response = await postContent({ contents, tools: [paint] });
    expect([response.status, response.text]).toEqual([200, expect.any(String)]);
  });
});

describe('settings', () => {
  it.each<[string, object, string]>([
    ['gemini-3.8-flash', { generationConfig: { temprature: 1 } }, 'Unknown name "temprature"'],
    ['gemini-3.8-flash', { response_format: {} }, 'Unknown name "response_format"'],
    ['gemini-3.8-flash', { generationConfig: { temperature: 3 } }, 'range [0.0, 2.0]'],
    ['gemini-2.5-pro', { generationConfig: { presencePenalty: 1 } }, 'Penalty is not enabled'],
    ['gemini-4-argon', { generationConfig: { candidateCount: 2 } }, 'Multiple candidates'],
    [
      'gemini-3.8-flash',
      { generationConfig: { thinkingConfig: { thinkingLevel: 'minimal' } } },
      'Thinking level MINIMAL is not supported for this model',
    ],
    [
      'gemini-2.5-pro',
      { generationConfig: { thinkingConfig: { thinkingLevel: 'low' } } },
      'Thinking level is not supported',
    ],
    [
      'gemini-2.5-pro',
      { generationConfig: { thinkingConfig: { thinkingBudget: 0 } } },
      'between 128 and 32768',
    ],
    [
      'gemini-4-argon',
      { generationConfig: { thinkingConfig: { thinkingBudget: 9 } } },
      'Thinking budget is not supported',
    ],
    [
      'gemini-3-pro-preview',
      { generationConfig: { thinkingConfig: { thinkingBudget: 9, thinkingLevel: 'low' } } },
      'only set only one',
    ],
    [
      'gemini-2.5-flash',
      { tools: [paint], generationConfig: { responseMimeType: 'application/json' } },
      "'application/json' is unsupported",
    ],
    [
      'gemini-3.8-flash',
      {
        tools: [paint],
        toolConfig: { functionCallingConfig: { mode: 'ANY' } },
        generationConfig: { responseMimeType: 'application/json' },
      },
      'Forced function calling',
    ],
    ['gemini-3.8-flash', { toolConfig: { functionCallingConfig: { mode: 'ANY' } } }, 'mode ANY'],
    [
      'gemini-3.8-flash',
      { generationConfig: { stopSequences: '123456'.split('') } },
      'between 0 and 5',
    ],
    [
      'gemini-3.8-flash',
      { tools: [{ functionDeclarations: [{ name: '1paint' }] }] },
      'Invalid function name',
    ],
    [
      'gemini-3.8-flash',
      { tools: [{ functionDeclarations: [{ name: 'paint', parametersJsonSchema: {} }] }] },
      'functionDeclaration parameters schema should be of type OBJECT',
    ],
    ['gemini-3.8-flash', { generationConfig: { seed: 2 ** 40 } }, 'TYPE_INT32'],
    ['gemini-3.8-flash', declare({ enum: ['a', ''] }), 'enum[1]: cannot be empty'],
    ['gemini-3.8-flash', declare({ required: ['a'] }), 'required[0]: property is not defined'],
    ['gemini-3.8-flash', declare({ type: 'array' }), 'items: missing field'],
    [
      'gemini-3.8-flash',
      { tools: [{ functionDeclarations: [{ name: 'paint' }, { name: 'paint' }] }] },
      'Duplicate function declaration found: paint',
    ],
    [
      'gemini-3.8-flash',
      {
        generationConfig: {
          responseMimeType: 'application/json',
          responseJsonSchema: { const: 'a' },
        },
      },
      'const',
    ],
    ['gemma-3-27b-it', { systemInstruction: { parts: [{ text: 'a' }] } }, 'is not enabled'],
    ['gemini-3.8-flash', { continuationToken: 'x' }, 'continuation token is not valid'],
  ])('are rejected by %s: %j', async (name, fields, message) => {
    const response = await postContent(fields, {}, { model: name });
    expect(response.status).toBe(400);
    expect(messageOf(response)).toContain(message);
  });
});

describe('addresses', () => {
  it('are found in all versions, also encoded, with the key in the query', async () => {
    await using emulator = await startGoogleEmulator({
      apiKeys: ['k'],
      models: ['tunedModels/a b'],
    });
    const body = JSON.stringify({ contents: [question] });
    for (const path of ['v1/tunedModels/a%20b', 'v1beta/tunedModels%2Fa%20b']) {
      const url = `${emulator.url}/${path}:generateContent?key=k`;
      const headers = { 'content-type': 'application/json' };
      expect((await exchange(url, { method: 'POST', headers, body })).status).toBe(200);
    }
    const [request] = emulator.requests;
    expect(request).toMatchObject({ model: 'tunedModels/a b', status: 200 });
    expect(request?.query).not.toMatchObject({ key: 'k' });
  });

  it.each([
    ['GET', '/v1beta/models/a:generateContent', 403],
    ['POST', '/v2/models/a:generateContent', 404],
    ['GET', '/', 404],
    ['GET', '/v1beta/models', 403],
  ])('%s %s without a key has the status %i', async (method, path, status) => {
    await using emulator = await startGoogleEmulator();
    expect((await exchange(emulator.url + path, { method })).status).toBe(status);
  });

  it('rejects a key that is not accepted, and a model that does not exist', async () => {
    const rejected = await postContent({}, { apiKeys: ['other'] });
    expect([rejected.status, messageOf(rejected)]).toEqual([
      400,
      'API key not valid. Please pass a valid API key.',
    ]);
    const missing = await postContent({}, { models: ['other'] });
    expect([missing.status, messageOf(missing)]).toEqual([
      404,
      expect.stringContaining('models/gemini-3.8-flash is not found'),
    ]);
  });
});
