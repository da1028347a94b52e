import { isConfigurationError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { parseJson } from '../configuration/parse-json.ts';
import { readRules } from './read-rules.ts';

const file = 'rules.json';

/** Returns the message of the error. */
function errorMessage(text: string): string {
  try {
    readRules(parseJson(text, file, '[]'), file);
  } catch (error) {
    if (isConfigurationError(error)) return error.message;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
}

it('reads strings, patterns and response objects', () => {
  const response = {
    text: 'Look:',
    reasoning: 'Hm.',
    refusal: 'No.',
    toolCalls: [
      { name: 'add', arguments: { a: 1 } },
      { name: 'sub', arguments: '{' },
    ],
  };
  const rules = [
    { when: 'Ping', response: 'Pong' },
    { when: { pattern: '^sum', flags: 'iu' }, response },
    { when: { pattern: 'x' }, response: { toolCalls: [{ name: 'add' }] } },
  ];
  expect(readRules(rules, file)).toEqual([
    { when: 'Ping', response: 'Pong' },
    { when: /^sum/iu, response },
    { when: /x/, response: { toolCalls: [{ name: 'add' }] } },
  ]);
});

it('accepts an empty array', () => {
  expect(readRules([], file)).toEqual([]);
});

describe('an invalid file of rules', () => {
  it.each([
    [
      '[{',
      'rules.json: expected JSON, received an incomplete document; close its brackets and quotes',
    ],
    ['{}', 'rules.json: expected a list, received an object'],
    ['[5]', 'rules.json: [0]: expected an object with when, response, received 5'],
    [
      '[{"when":"a","answr":"b"}]',
      'rules.json: [0].answr: expected one of when, response, received "answr"',
    ],
    ['[{"__proto__":{}}]', 'rules.json: [0].__proto__: expected one of when, response'],
    [
      '[{"response":"b"}]',
      'rules.json: [0].when: expected a string or an object with a pattern, received nothing',
    ],
    [
      '[{"when":7,"response":"b"}]',
      'rules.json: [0].when: expected a string or an object with a pattern',
    ],
    [
      '[{"when":{},"response":"b"}]',
      'rules.json: [0].when.pattern: expected a string, received nothing',
    ],
    [
      '[{"when":{"pattern":"("},"response":"b"}]',
      'rules.json: [0].when.pattern: expected a regular',
    ],
    [
      '[{"when":{"pattern":"a","flags":"q"},"response":"b"}]',
      'rules.json: [0].when.pattern: expected',
    ],
    [
      '[{"when":"a"}]',
      'rules.json: [0].response: expected a string or an object with text or toolCalls',
    ],
    [
      '[{"when":"a","response":{"txt":""}}]',
      'rules.json: [0].response.txt: expected one of text, reasoning',
    ],
    [
      '[{"when":"a","response":{"text":1}}]',
      'rules.json: [0].response.text: expected a string, received a number',
    ],
    [
      '[{"when":"a","response":{"toolCalls":{}}}]',
      'rules.json: [0].response.toolCalls: expected a list',
    ],
    [
      '[{"when":"a","response":{"toolCalls":[{"arguments":{}}]}}]',
      'rules.json: [0].response.toolCalls[0].name: expected a string, received nothing',
    ],
    [
      '[{"when":"a","response":{"toolCalls":[{"name":"x","arguments":1}]}}]',
      'rules.json: [0].response.toolCalls[0].arguments: expected an object or a string, received a number',
    ],
  ])('is rejected with its path: %s', (text, sentence) => {
    expect(errorMessage(text)).toContain(sentence);
  });
});
