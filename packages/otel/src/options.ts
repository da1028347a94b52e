import { assertKnownNames } from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';

import { conventions } from './conventions.ts';
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

const names = ['conventions', 'content', 'propagate', 'inbound'] as const;

/** @throws ConfigurationError with the path of the option that is not valid */
export function readOptions(options: OtelOptions): CheckedOptions {
  assertKnownNames(options, names);
  const { conventions: version = '1.41' } = options;
  if (!Object.hasOwn(conventions, version)) {
    const versions = Object.keys(conventions).map((name) => `'${name}'`);
    throw new ConfigurationError({
      path: 'conventions',
      expected: versions.join(' or '),
      received: `a value of type ${typeof version}`,
    });
  }
  return {
    conventions: version,
    content: readFlag(options, 'content'),
    propagate: readFlag(options, 'propagate'),
    inbound: readFlag(options, 'inbound'),
  };
}

function readFlag(options: OtelOptions, name: 'content' | 'propagate' | 'inbound'): boolean {
  const { [name]: value = false }: Readonly<Record<string, unknown>> = { ...options };
  if (typeof value === 'boolean') return value;
  throw new ConfigurationError({
    path: name,
    expected: 'a boolean',
    received: `a value of type ${typeof value}`,
  });
}
