import {
  type Reader,
  invalidType,
  invalidValue,
  isRecord,
  readArrayInput,
  readObjectInput,
  readStringInput,
} from '@understudy/core/internal';
import type { EmulatedResponse, ResponseRule } from '@understudy/emulator';

import { readFileValue } from '../configuration/read-file-value.ts';

/**
 * Reads the rules of an emulator from the JSON of a file: an array of `{ "when": …, "response": … }`.
 *
 * @throws ConfigurationError with the file and the path in it
 */
export function readRules(json: unknown, file: string): readonly ResponseRule[] {
  return readFileValue(readList, json, file);
}

const readPattern = readObjectInput({ pattern: readStringInput }, { flags: readStringInput });

const readWhen: Reader<string | RegExp> = (value, path) => {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) throw invalidType(path, 'a string or an object with a pattern', value);
  const { pattern, flags } = readPattern(value, path);
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw invalidValue(`${path}.pattern`, 'a regular expression with valid flags', pattern);
  }
};

const readArguments: Reader<string | Readonly<Record<string, unknown>>> = (value, path) => {
  if (typeof value === 'string' || isRecord(value)) return value;
  throw invalidType(path, 'an object or a string', value);
};

const readParts = readObjectInput(
  {},
  {
    text: readStringInput,
    reasoning: readStringInput,
    refusal: readStringInput,
    toolCalls: readArrayInput(
      readObjectInput({ name: readStringInput }, { arguments: readArguments }),
    ),
  },
);

const readResponse: Reader<string | EmulatedResponse> = (value, path) => {
  if (typeof value === 'string') return value;
  if (isRecord(value)) return readParts(value, path);
  throw invalidType(path, 'a string or an object with text or toolCalls', value);
};

const readList: Reader<readonly ResponseRule[]> = readArrayInput(
  readObjectInput({ when: readWhen, response: readResponse }, {}),
);
