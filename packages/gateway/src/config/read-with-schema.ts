import type { ConfigurationError } from '@understudy/core';
import { invalidType, invalidValue, unknownName } from '@understudy/core/internal';
import type { z } from 'zod';

import { separator } from './schema-parts.ts';
import { libraryTerms } from './section-terms.ts';
import type { SectionTerms } from './section-terms.ts';

/** A value that is checked, or one that a schema of objects describes. */
type Schema<Value> = Pick<z.ZodType<Value>, 'safeParse'>;
type Issue = z.core.$ZodIssue;

/**
 * Reads a value with a schema.
 *
 * @param path - the path of the value in error messages; empty for options
 * @throws ConfigurationError for the first field that is not valid
 */
export function readWithSchema<Value>(
  schema: Schema<Value>,
  value: unknown,
  path: string,
  terms: SectionTerms = libraryTerms,
): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? result.error : toError(issue, { root: value, prefix: path, terms });
}

const inListen = 'write host and port in "listen", as in "127.0.0.1:4100"';
/** What to do about names that are not similar to those of the section. */
const sectionAdvice: Readonly<Record<string, string>> = {
  host: inListen,
  port: inListen,
  address: inListen,
};

interface IssueContext {
  readonly root: unknown;
  readonly prefix: string;
  readonly terms: SectionTerms;
}

function toError(issue: Issue, { root, prefix, terms }: IssueContext): ConfigurationError {
  const path = issue.path.reduce<string>(joinPath, prefix);
  const value = valueAt(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys;
    const known = issue.message.split(separator);
    const advice = known.includes('listen') ? sectionAdvice : {};
    return unknownName(unknown, known, path === '' ? '' : `${path}.`, advice);
  }
  if (issue.path.at(-1) === 'hash') {
    // Its text can be a key that was pasted in the wrong place.
    return invalidType(path, `${issue.message}, which ${terms.createKey} returns`, value);
  }
  return invalidValue(path === '' ? 'options' : path, issue.message, value);
}

function joinPath(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? String(key) : `${path}.${String(key)}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), root);
}
