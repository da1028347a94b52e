import { readBooleanInput, readEnum, readFields } from '@understudy/core/internal';

import type { ConventionsVersion } from './conventions.ts';

/** The options of `createOtelTelemetry()`. */
export interface OtelOptions {
  /** The version of the semantic conventions for generative AI. @defaultValue '1.41' */
  readonly conventions?: ConventionsVersion | undefined;
  /** Whether spans contain prompts and response text. @defaultValue false */
  readonly content?: boolean | undefined;
  /** Whether requests to vendors have the header `traceparent`. @defaultValue false */
  readonly propagate?: boolean | undefined;
  /** Whether `runInbound()` continues the traces of clients. @defaultValue false */
  readonly inbound?: boolean | undefined;
}

/** Options with defaults. */
export type CheckedOptions = {
  readonly [Name in keyof OtelOptions]-?: Exclude<OtelOptions[Name], undefined>;
};

const readGiven = readFields<CheckedOptions>({
  conventions: readEnum<ConventionsVersion>('1.41', 'genai-0.1'),
  content: readBooleanInput,
  propagate: readBooleanInput,
  inbound: readBooleanInput,
});

/** @throws ConfigurationError with the path of the option that is not valid */
export function readOptions(options: OtelOptions): CheckedOptions {
  const {
    conventions = '1.41',
    content = false,
    propagate = false,
    inbound = false,
  } = readGiven(options, 'options');
  return { conventions, content, propagate, inbound };
}
