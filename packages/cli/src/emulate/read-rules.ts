import type { EmulatedResponse, ResponseRule, EmulatedToolCall } from '@understudy/emulator';

import {
  invalidValue,
  isObject,
  readArray,
  readFields,
  readString,
} from '../configuration/read-value.ts';

/**
 * Reads the rules of an emulator from the JSON of a file: an array of `{ "when": …, "response": … }`.
 *
 * @throws ConfigurationError with the file and the path in it
 */
export function readRules(json: unknown, file: string): readonly ResponseRule[] {
  return readArray(json, file).map((rule, index) => readRule(rule, `${file}: [${index}]`));
}

function readRule(value: unknown, path: string): ResponseRule {
  const { when, response } = readFields(value, path, `${path}.`, ['when', 'response']);
  return {
    when: readWhen(when, `${path}.when`),
    response: readResponse(response, `${path}.response`),
  };
}

function readWhen(value: unknown, path: string): string | RegExp {
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw invalidValue(path, 'a string or an object with a pattern', value);
  const fields = readFields(value, path, `${path}.`, ['pattern', 'flags']);
  const pattern = readString(fields['pattern'], `${path}.pattern`);
  const flags = readOptional(fields['flags'], `${path}.flags`, readString);
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw invalidValue(`${path}.pattern`, 'a regular expression with valid flags', pattern);
  }
}

function readResponse(value: unknown, path: string): string | EmulatedResponse {
  if (typeof value === 'string') return value;
  if (!isObject(value)) {
    throw invalidValue(path, 'a string or an object with text or toolCalls', value);
  }
  const names = ['text', 'reasoning', 'refusal', 'toolCalls'];
  const { text, reasoning, refusal, toolCalls } = readFields(value, path, `${path}.`, names);
  return {
    text: readOptional(text, `${path}.text`, readString),
    reasoning: readOptional(reasoning, `${path}.reasoning`, readString),
    refusal: readOptional(refusal, `${path}.refusal`, readString),
    toolCalls: readOptional(toolCalls, `${path}.toolCalls`, readToolCalls),
  };
}

function readToolCalls(value: unknown, path: string): readonly EmulatedToolCall[] {
  return readArray(value, path).map((call, index) => readToolCall(call, `${path}[${index}]`));
}

function readToolCall(value: unknown, path: string): EmulatedToolCall {
  const call = readFields(value, path, `${path}.`, ['name', 'arguments']);
  return {
    name: readString(call['name'], `${path}.name`),
    arguments: readOptional(call['arguments'], `${path}.arguments`, readArguments),
  };
}

function readArguments(value: unknown, path: string): string | Readonly<Record<string, unknown>> {
  if (typeof value === 'string' || isObject(value)) return value;
  throw invalidValue(path, 'an object or a string', value);
}

function readOptional<Value>(
  value: unknown,
  path: string,
  read: (value: unknown, path: string) => Value,
): Value | undefined {
  return value === undefined ? undefined : read(value, path);
}
