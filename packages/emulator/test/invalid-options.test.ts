import { describe, expect, it } from 'vitest';

import {
  type OpenAiEmulatorOptions,
  fingerprint,
  readFakeGptFault,
  readOpenAiFault,
  readOpenAiScript,
  startAnthropicEmulator,
  startGoogleEmulator,
  startFakeGptEmulator,
  startOllamaEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '../src/index.ts';
import { exchange } from './exchange.ts';

/** Starts an emulator with options that the types do not allow. Returns the text of the error. */
async function failureOf(
  start: (options: never) => Promise<AsyncDisposable>,
  options: unknown,
): Promise<string | undefined> {
  try {
    await using _ = await start(options as never);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const circular: Record<string, unknown> = {};
circular['self'] = circular;

const rule = (response: unknown): object => ({ rules: [{ when: 'Hi', response }] });
const call = (toolCall: unknown): object => rule({ toolCalls: [toolCall] });

describe.each([
  ['startOpenAiEmulator', startOpenAiEmulator],
  ['startOllamaEmulator', startOllamaEmulator],
  ['startFakeGptEmulator', startFakeGptEmulator],
  ['startAnthropicEmulator', startAnthropicEmulator],
  ['startResponsesEmulator', startResponsesEmulator],
  ['startGoogleEmulator', startGoogleEmulator],
] as const)('%s', (_, start) => {
  it.each([
    [null, 'options: expected an object, received null'],
    ['sk-key', 'options: expected an object, received a string'],
    [[], 'options: expected an object, received a list'],
    [8080, 'options: expected an object, received a number'],
    [new Map(), 'options: expected an object, received an instance of Map'],
    [{ strict: true }, 'strict: expected one of port, faults, '],
    [JSON.parse('{"__proto__": {}}'), '__proto__: expected one of port, '],
    [{ rule: [] }, 'rule: expected one of '],
    [{ port: '8080' }, 'port: expected a whole number from 0 to 65535, received "8080"'],
    [{ port: 65_536 }, 'port: expected a whole number from 0 to 65535, received 65536'],
    [{ port: NaN }, 'port: expected a whole number from 0 to 65535, received NaN'],
    [{ seed: {} }, 'seed: expected a string or a number, received an object'],
    [{ seed: NaN }, 'seed: expected a string or a number, received NaN'],
    [{ now: 0 }, 'now: expected a function, received a number'],
    [{ onRequestStart: 'log' }, 'onRequestStart: expected a function, received a string'],
    [{ onRequestEnd: null }, 'onRequestEnd: expected a function, received null'],
    [{ escapeNonAscii: 'no' }, 'escapeNonAscii: expected true or false, received "no"'],
    [{ eventsPerWrite: '2' }, 'eventsPerWrite: expected a whole number of at least 1'],
    [{ maxRecordedRequests: 0 }, 'maxRecordedRequests: expected a whole number of at least 1'],
    [
      { lineEnding: 'CRLF' },
      'lineEnding: expected "lf" or "crlf" or "cr" or "mixed", received "CRLF"; did you mean "crlf"',
    ],
    [{ faults: 'overloaded' }, 'faults: expected a list of faults, received "overloaded"'],
    [{ scripts: [] }, 'scripts: expected an object of lists, received a list'],
    [{ scripts: null }, 'scripts: expected an object of lists, received null'],
    [{ scripts: { a: 'x' } }, 'scripts.a: expected a list of faults, received "x"'],
    [{ rules: {} }, 'rules: expected a list of rules, received an object'],
    [{ rules: [null] }, 'rules[0]: expected an object, received null'],
    [{ rules: ['a'] }, 'rules[0]: expected an object, received a string'],
    [
      { rules: [{ when: { system: 'x' }, response: 'a' }] },
      'rules[0].when: expected a string or a regular expression, received an object; rules match the last user message: use its complete text, or a regular expression that matches a part of it',
    ],
    [
      { rules: [{ when: 'a', response: 'a' }, { response: 'a' }] },
      'rules[1].when: expected a string or a regular expression, received nothing',
    ],
    [
      { rules: [{ when: () => true, response: 'a' }] },
      'rules[0].when: expected a string or a regular expression, received a function',
    ],
    [
      { rules: [{ when: 'a', respone: 'a' }] },
      'rules[0].respone: expected one of when, response, received "respone"; did you mean "response"?',
    ],
    [
      { rules: [{ when: 'a' }] },
      'rules[0].response: expected a string, an object or a function, received nothing',
    ],
    [rule(5), 'rules[0].response: expected a string, an object or a function, received a number'],
    [
      rule(Promise.resolve('a')),
      'rules[0].response: expected a string, an object or a function, received an instance of Promise',
    ],
    [rule({ text: 5 }), 'rules[0].response.text: expected a string, received 5'],
    [rule({ txt: 'a' }), 'rules[0].response.txt: expected '],
  ])('rejects %j', async (options, message) => {
    expect(await failureOf(start, options)).toContain(`RangeError: ${message}`);
  });

  it('accepts options that are undefined', async () => {
    const options = { port: undefined, rules: undefined, strict: undefined };
    expect(await failureOf(start, options)).toBeUndefined();
  });
});

describe('startOpenAiEmulator', () => {
  it.each([
    [
      { apikeys: ['sk-1'] },
      'apikeys: expected one of ',
      'received "apikeys"; did you mean "apiKeys"?',
    ],
    [{ apiKey: 'sk-1' }, 'apiKey: expected one of ', 'received "apiKey"; did you mean "apiKeys"?'],
    [{ reject: [] }, 'reject: expected one of ', 'received "reject"; did you mean "rejects"?'],
    [
      { rejects: ['null-contents'] },
      'rejects[0]: expected "lone-surrogates" or ',
      'received "null-contents"; did you mean "null-content"?',
    ],
    [
      { chunk_interval_ms: 5 },
      'chunk_interval_ms: expected one of ',
      'did you mean "chunkIntervalMs"?',
    ],
  ])('suggests the name of an option for %j', async (options, start, end) => {
    const message = await failureOf(startOpenAiEmulator, options);
    expect(message).toContain(start);
    expect(message).toContain(end);
  });

  it.each([
    [{ apiKeys: 'sk-secret' }, 'apiKeys: expected a list of strings, received a string'],
    [{ apiKeys: [4711] }, 'apiKeys[0]: expected a string, received a number'],
    [{ models: 'gpt-5' }, 'models: expected a list of strings, received a string'],
    [{ models: ['gpt-5', 5] }, 'models[1]: expected a string, received 5'],
    [{ firstChunkMs: Infinity }, 'firstChunkMs: expected a number from 0 to 2147483647'],
    [{ charactersPerChunk: 1.5 }, 'charactersPerChunk: expected a whole number of at least 1'],
    [
      { reasoningField: 'thinking' },
      'reasoningField: expected "reasoning_content" or "reasoning", received "thinking"',
    ],
    [
      rule({ tool_calls: [] }),
      'rules[0].response.tool_calls: expected one of text, reasoning, refusal, toolCalls, received "tool_calls"; did you mean "toolCalls"?',
    ],
    [rule({ refusal: true }), 'rules[0].response.refusal: expected a string, received true'],
    [rule({ reasoning: ['a'] }), 'rules[0].response.reasoning: expected a string, received a list'],
    [
      rule({ toolCalls: {} }),
      'rules[0].response.toolCalls: expected a list of tool calls, received an object',
    ],
    [call('f'), 'rules[0].response.toolCalls[0]: expected an object, received a string'],
    [call({}), 'rules[0].response.toolCalls[0].name: expected a string, received nothing'],
    [
      call({ name: 'f', argument: {} }),
      'rules[0].response.toolCalls[0].argument: expected one of name, arguments, received "argument"; did you mean "arguments"?',
    ],
    [
      call({ name: 'f', arguments: [1] }),
      'rules[0].response.toolCalls[0].arguments: expected a string or an object, received a list',
    ],
    [
      call({ name: 'f', arguments: circular }),
      'rules[0].response.toolCalls[0].arguments: expected an object that JSON can represent, received an object',
    ],
    [
      call({ name: 'f', arguments: { count: 1n } }),
      'rules[0].response.toolCalls[0].arguments: expected an object that JSON can represent, received an object',
    ],
  ])('rejects the options of case %#', async (options, message) => {
    expect(await failureOf(startOpenAiEmulator, options)).toContain(`RangeError: ${message}`);
  });

  it.each([
    [() => Promise.resolve('late'), 'expected a string or an object, received an instance of'],
    [() => undefined, 'expected a string or an object, received nothing'],
    [() => ({ txt: 'a' }), 'expected one of text'],
  ])('responds with 500 if a function returns no response: %s', async (response, message) => {
    const rules = [
      { when: 'other', response: 'a' },
      { when: /^/u, response },
    ] as unknown as NonNullable<OpenAiEmulatorOptions['rules']>;
    await using emulator = await startOpenAiEmulator({ rules });
    const { status, text } = await exchange(`${emulator.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }),
    });
    expect(status).toBe(500);
    expect(text).toContain('rules[1].response()');
    expect(text).toContain(message);
  });
});

describe('startFakeGptEmulator', () => {
  it.each([
    [{ apiKeys: ['a'] }, 'apiKeys: expected one of '],
    [{ accounts: '2' }, 'accounts: expected a whole number of at least 0 or a list of accounts'],
    [{ accounts: -1 }, 'accounts: expected a whole number of at least 0, received -1'],
    [{ accounts: [2] }, 'accounts[0]: expected an object, received a number'],
    [
      { accounts: [{ tokenID: 'a' }] },
      'accounts[0].tokenID: expected one of tokenId, load, loginFault, received "tokenID"; did you mean "tokenId"?',
    ],
    [{ accounts: [{ tokenId: 5 }] }, 'accounts[0].tokenId: expected a string, received 5'],
    [
      { accounts: [{}, { load: '5' }] },
      'accounts[1].load: expected a whole number of at least 0, received "5"',
    ],
    [
      { accounts: [{ loginFault: 'login-html' }] },
      'accounts[0].loginFault: expected "login-rejected" or "login-code-400" or ',
    ],
    [{ continuation: 'again' }, 'continuation: expected "restart" or "repeat", received "again"'],
    [{ tokenLifetimeMs: Infinity }, 'tokenLifetimeMs: expected a number of at least 0'],
    [
      rule({ text: 'a', toolCalls: [] }),
      'rules[0].response.toolCalls: expected only text, received "toolCalls"',
    ],
    [rule({}), 'rules[0].response.text: expected a string, received nothing'],
  ])('rejects %j', async (options, message) => {
    expect(await failureOf(startFakeGptEmulator, options)).toContain(`RangeError: ${message}`);
  });
});

describe('the functions of a running emulator', () => {
  it('reject arguments of another type', async () => {
    await using emulator = await startOpenAiEmulator();
    expect(() => emulator.setFaults('overloaded' as never)).toThrow(
      'faults: expected a list of faults, received "overloaded"',
    );
    expect(() => emulator.addScript(undefined as never)).toThrow(
      'scripts.script-1: expected a list of faults, received nothing',
    );
    expect(() => emulator.addScript([], null as never)).toThrow(
      'scripts.null: expected a name of letters, digits, dots, hyphens and underscores, received null',
    );
    const script = emulator.addScript([]);
    for (const journal of [emulator, script]) {
      await expect(journal.nextRequest(100 as never)).rejects.toThrow(
        'filter: expected a function, received a number',
      );
      await expect(journal.nextRequest(undefined, Infinity)).rejects.toThrow(
        'timeoutMs: expected a number from 0 to 2147483647, received Infinity',
      );
    }
  });
});

describe('the other functions', () => {
  it('reject arguments of another type', () => {
    expect(() => readOpenAiFault(5 as never)).toThrow('fault: expected a string, received 5');
    expect(() => readFakeGptFault(null as never, '--fault')).toThrow(
      '--fault: expected a string, received null',
    );
    expect(() => readOpenAiScript([], undefined as never)).toThrow(
      'file: expected a string, received nothing',
    );
    expect(() => readOpenAiScript({ seed: Infinity }, 'a.json')).toThrow(
      'a.json: seed: expected a string or a number, received Infinity',
    );
    expect(() => fingerprint(4711 as never)).toThrow(
      'secret: expected a string, received a number',
    );
  });
});
