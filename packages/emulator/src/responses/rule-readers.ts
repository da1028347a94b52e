import { types } from 'node:util';

import { invalidType } from '../readers/invalid-value.ts';
import { createListReader, createObjectReader, isObject } from '../readers/object-readers.ts';
import { type Reader, readString } from '../readers/value-readers.ts';
import type { EmulatedResponse, EmulatedToolCall, ResponseRule } from './emulated-response.ts';

/** Accepts a response with any content. */
export const readResponse: Reader = createResponseReader(
  createObjectReader<EmulatedResponse>({
    text: readString,
    reasoning: readString,
    refusal: readString,
    toolCalls: createListReader(
      'a list of tool calls',
      createObjectReader<EmulatedToolCall>({ name: readString, arguments: readArguments }, [
        'name',
      ]),
    ),
  }),
);

/** Accepts a response that has a text and nothing else. */
export const readTextResponse: Reader = createResponseReader(
  createObjectReader<Pick<EmulatedResponse, 'text'>>({ text: readString }, ['text']),
);

/** @param readFixedResponse - the reader of a response that is not a function */
export function createRulesReader(readFixedResponse: Reader): Reader {
  const response: Reader = (value, path) => {
    if (typeof value === 'function') return;
    if (!isStringOrObject(value)) {
      throw invalidType(path, 'a string, an object or a function', value);
    }
    readFixedResponse(value, path);
  };
  return createListReader(
    'a list of rules',
    createObjectReader<ResponseRule>({ when: readWhen, response }, ['when', 'response']),
  );
}

function createResponseReader(readFields: Reader): Reader {
  return (value, path) => {
    if (!isStringOrObject(value)) throw invalidType(path, 'a string or an object', value);
    if (typeof value !== 'string') readFields(value, path);
  };
}

const whenAdvice =
  'rules match the last user message: use its complete text, or a regular expression that matches a part of it';

function readWhen(value: unknown, path: string): void {
  // `instanceof RegExp` is false for a pattern of another realm, such as a test environment.
  if (typeof value === 'string' || types.isRegExp(value)) return;
  throw invalidType(path, 'a string or a regular expression', value, whenAdvice);
}

function readArguments(value: unknown, path: string): void {
  if (!isStringOrObject(value)) throw invalidType(path, 'a string or an object', value);
  if (!canEncode(value)) throw invalidType(path, 'an object that JSON can represent', value);
}

function canEncode(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

function isStringOrObject(value: unknown): value is string | object {
  return typeof value === 'string' || isObject(value);
}
