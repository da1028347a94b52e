import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classifyError } from './classify-error.ts';
import { codeRules } from './code-rules.ts';
import { wordingRules } from './wording-rules.ts';

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
        return classifyError({ status, vendorMessage: wording(text), requestBody });
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
          classifyError({ status: 400, vendorMessage: wording(text) }) !== 'invalid-request',
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
          const requestBody = JSON.stringify(request(text));
          const code = classifyError({ status: 400, vendorMessage: own });
          const vendorMessage = `${own} ${wording(text)}`;
          expect(classifyError({ status: 400, vendorMessage, requestBody })).toBe(code);
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
          expect(classifyError({ status: 400, vendorMessage, requestBody })).toBe(
            'invalid-request',
          );
        },
      ),
    );
  });

  it('stays fast for long and hostile messages', () => {
    for (const part of ["'a ", '"', '`', '{', '[', '“', "a'b ", '<a ', '1m', 'x_']) {
      const vendorMessage = part.repeat(100_000);
      expect(classifyError({ status: 400, vendorMessage })).toBe('invalid-request');
    }
  });
});
