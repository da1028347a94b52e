import { assert, constantFrom, pre, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classifyError } from './classify-error.ts';
import { codeRules } from './rules/code-rules.ts';
import { wordingRules } from './rules/wording-rules.ts';

const phrases = wordingRules.flatMap(([, texts]) => texts);
const codes = codeRules.flatMap(([, names]) => names);
const triggers = [...phrases, ...codes];

/** How vendors copy text of the request into their messages. */
const wordings: readonly ((text: string) => string)[] = [
  (text) => `Invalid value: '${text}'. Supported values are: 'auto', 'none'.`,
  (text) => `Invalid schema for function "${text}": In context=(), object expected.`,
  (text) => `The model \`${text}\` cannot do this.`,
  (text) => `Unknown name “${text}” at position 3.`,
  (text) => `The tool «${text}» was rejected.`,
  (text) => `参数「${text}」无效`,
  (text) => `The model ${text} has a problem.`,
  (text) => `Could not call tool ${text} as requested.`,
  (text) => `The parameter ${text} is wrong.`,
  (text) => `Invalid user: ${text}`,
  (text) => `metadata.note=${text} is not accepted`,
  (text) => `1 validation error: {"name":"${text}","parameters":{"${text}":[]}} (input)`,
  (text) => `1 validation error: [type=missing, input_value={'name': '${text}'}]`,
  (text) => `Request failed with body {"user": "${text}`,
];

/** Where a request contains text of the caller. */
const requests: readonly ((text: string) => object)[] = [
  (text) => ({ tools: [{ type: 'function', function: { name: text } }] }),
  (text) => ({ tools: [{ function: { name: 'f', parameters: { properties: { [text]: {} } } } }] }),
  (text) => ({ response_format: { json_schema: { schema: { properties: { [text]: {} } } } } }),
  (text) => ({ model: text }),
  (text) => ({ user: text }),
  (text) => ({ metadata: { note: text } }),
];

/** A name without a trigger, for the code that the same message has otherwise. */
const harmless = 'weather';

const places = wordings.flatMap((wording) => requests.map((request) => ({ wording, request })));

describe('classifyError for a message that contains text of the request', () => {
  it.each(places.map((place, index) => [index, place] as const))(
    'ignores each trigger (place %i)',
    (_, { wording, request }) => {
      const classify = (text: string, status: number): string => {
        const requestBody = JSON.stringify(request(text));
        return classifyError({ status, vendorMessage: wording(text) }, requestBody);
      };
      for (const status of [400, 404, 500]) {
        const expected = classify(harmless, status);
        const wrong = triggers.filter((text) => classify(text, status) !== expected);
        expect(wrong).toEqual([]);
      }
    },
  );

  it('ignores quoted triggers without the request', () => {
    for (const wording of wordings.slice(0, 6)) {
      const wrong = triggers.filter(
        (text) =>
          classifyError({ status: 400, vendorMessage: wording(text) }) !== 'request-rejected',
      );
      expect(wrong).toEqual([]);
    }
  });

  it('keeps the code of a message that has its own words too', () => {
    assert(
      property(
        constantFrom(...triggers),
        constantFrom(...places),
        constantFrom("This model's maximum context length is 8192.", 'Too many requests.'),
        (text, { wording, request }, own) => {
          pre(!own.toLowerCase().includes(text.toLowerCase()));
          const requestBody = JSON.stringify(request(text));
          const code = classifyError({ status: 400, vendorMessage: own });
          const vendorMessage = `${own} ${wording(text)}`;
          expect(classifyError({ status: 400, vendorMessage }, requestBody)).toBe(code);
        },
      ),
    );
  });

  it('ignores triggers with other text around them', () => {
    assert(
      property(
        constantFrom(...triggers),
        string({ unit: 'grapheme-ascii', maxLength: 12 }),
        constantFrom(...requests),
        (trigger, around, request) => {
          const text = `${around} ${trigger} ${around}`;
          const vendorMessage = `Invalid value: ${JSON.stringify(text)}.`;
          const requestBody = JSON.stringify(request(text));
          expect(classifyError({ status: 400, vendorMessage }, requestBody)).toBe(
            'request-rejected',
          );
        },
      ),
    );
  });

  it.each<[string, object]>([
    ['Stop sequence rate limit is not allowed', { stop: ['rate limit'] }],
    ['Invalid stop - too many requests', { stop: ['too many requests'] }],
    ['Enum is overloaded is not permitted for type string', { enum: ['is overloaded', 'ok'] }],
    [
      'Invalid schema for function f: extra properties context window are not allowed',
      { properties: { 'context window': {} } },
    ],
    ['The caller insufficient balance is malformed', { user: 'insufficient balance' }],
    ['字段 余额不足 不合法', { properties: { 余额不足: {} } }],
    ['Invalid tool call arguments q=rate limit', { arguments: '{"q":"rate limit"}' }],
    ['Insufficient balance is not a valid user', { user: 'insufficient balance' }],
    [
      'Cannot process input. Text: Hello, why do I see the error invalid api key in my app? Ple...',
      { content: 'Hello, why do I see the error invalid api key in my app? Please help.' },
    ],
    ['', { content: `${'a'.repeat(600)} why do I see invalid api key in my app?` }],
  ])('ignores what "%s" copies from the request', (message, request) => {
    const requestBody = JSON.stringify(request);
    const vendorMessage = message || `Bad text ${'a'.repeat(600)} why do I see invalid api key in`;
    expect(classifyError({ status: 400, vendorMessage }, requestBody)).toBe('request-rejected');
    expect(classifyError({ status: 500, vendorMessage }, requestBody)).toBe('server-error');
  });

  it.each([
    ['invalid api key', 'Error: Invalid API key', 'authentication-failed'],
    ['insufficient balance', 'Insufficient balance', 'quota-exhausted'],
    ['rate limit', 'Rate limit exceeded for requests. Please slow down.', 'rate-limited'],
    ['context window', 'It exceeds the context window of this model.', 'context-length-exceeded'],
    ['what is an invalid api key?', 'You sent an invalid API key.', 'authentication-failed'],
  ] as const)(
    'does not take the words of the vendor for a copy of the prompt "%s": %s',
    (content, vendorMessage, code) => {
      const requestBody = JSON.stringify({ messages: [{ role: 'user', content }] });
      expect(classifyError({ status: 400, vendorMessage }, requestBody)).toBe(code);
    },
  );

  it('stays fast for long and hostile messages', () => {
    for (const part of ["'a ", '"', '`', '{', '[', '“', "a'b ", '<a ', '1m', 'x_']) {
      const vendorMessage = part.repeat(100_000);
      expect(classifyError({ status: 400, vendorMessage })).toBe('request-rejected');
    }
    const content = 'rate limit '.repeat(100_000);
    const requestBody = JSON.stringify({ messages: [{ role: 'user', content }] });
    const vendorMessage = 'a rate limit for b '.repeat(100_000);
    expect(classifyError({ status: 400, vendorMessage }, requestBody)).toBe('rate-limited');
  });
});
