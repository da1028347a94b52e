import { invalidValue } from '@understudy/core/internal';

import type { ConformanceOptions, TestRunner } from './conformance-options.ts';
import type { FieldReaders, Reader } from './value-readers.ts';
import {
  createListReader,
  createMembersReader,
  optional,
  readFunction,
  readRecord,
  readSecret,
  readText,
  validateMembers,
  validateOptions,
} from './value-readers.ts';

const maxTimerMs = 2 ** 31 - 1;

const readTimeout: Reader = (value, path) => {
  if (typeof value === 'number' && value > 0 && value <= maxTimerMs) return;
  throw invalidValue(path, `a number above 0, at most ${maxTimerMs}`, value);
};

const urlAdvice = "use new URL('../package.json', import.meta.url) or another URL of this kind";

// Checks the members and not the class, because test environments such as jsdom replace `URL`.
const readFileUrl: Reader = (value, path) => {
  const isUrl = typeof value === 'object' && value !== null && 'href' in value;
  if (isUrl && Reflect.get(value, 'protocol') === 'file:') return;
  throw invalidValue(path, 'a file URL', isUrl ? value.href : value, urlAdvice);
};

const conformanceReaders: FieldReaders<ConformanceOptions> = {
  name: readText,
  packageUrl: readFileUrl,
  provider: readFunction,
  model: readText,
  secrets: createListReader(readSecret),
  wireFormat: optional(
    createMembersReader(
      {
        encodeResponse: readFunction,
        encodeError: readFunction,
        encodeModelList: optional(readFunction),
        encodeModel: optional(readFunction),
        handleOther: optional(readFunction),
      },
      'an object with encodeResponse, encodeError',
    ),
  ),
  skip: optional(readRecord),
  timeoutMs: optional(readTimeout),
  report: optional(readFileUrl),
};

/** @throws ConfigurationError if an option is unknown or invalid */
export function validateConformanceOptions(options: ConformanceOptions): void {
  validateOptions(options, conformanceReaders);
}

/** @throws ConfigurationError if a function is missing */
export function validateRunner(runner: TestRunner): void {
  const given: unknown = runner;
  // `test` of `node:test` is a function with these members.
  if ((typeof given !== 'object' && typeof given !== 'function') || given === null) {
    throw invalidValue('runner', 'an object with describe, it', given);
  }
  validateMembers(given, { describe: readFunction, it: readFunction }, 'runner.');
}
