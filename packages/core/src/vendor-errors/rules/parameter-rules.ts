import type { ErrorCode } from '../../chat/error-code.ts';
import { isMalformedRequest } from './wording-rules.ts';

/** A name or a path of names. Keys have letters and digits, or a dash, and vendors may echo them. */
const pathShape = /^[a-z_]+(?:[.[\]]{1,2}(?:[a-z_]+|\d{1,4}))*\]?$/i;

/** Proxies write a missing value as text, for example Python's `None`. */
const missing = /^(?:none|null|undefined|nil)$/i;

/** Returns the path of a request field if it cannot be a secret, for example `messages[0].content`. */
export function toFieldPath(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64 || missing.test(value)) return undefined;
  return pathShape.test(value) ? value : undefined;
}

/** Fields whose content is the caller's. */
const contentFields: ReadonlySet<string> = new Set([
  'messages',
  'message',
  'contents',
  'content',
  'input',
  'inputs',
  'prompt',
  'system',
  'tools',
  'functions',
  'response_format',
]);

/** Values that vendors send as a parameter although they are none. */
const noFields: ReadonlySet<string> = new Set([
  'body',
  'api_key',
  'authorization',
  'quota',
  'queue',
  'validation_error',
]);

/** Tools and a format of the response as such, which a model may not have. Their content has a longer path. */
const featurePath = /^(?:tools|functions|response_format(?:\.type)?)$/;

/** Other fields of items of an `input`, such as their ids, are not text of the prompt. */
const promptPaths: readonly RegExp[] = [
  /(?:^|[.\]])(?:content|text|prompt)(?:[.[]|$)/,
  /(?:^|[.\]])(?:input|arguments|output)(?:\[\d+\])?$/,
];

/** Returns whether a path is that of text of a prompt. */
export function isPromptPath(path: string = ''): boolean {
  return promptPaths.some((pattern) => pattern.test(path));
}

/** Returns whether a path is that of a description, for example of a tool. */
export function isDescriptionPath(path: string = ''): boolean {
  return path.endsWith('.description');
}

/**
 * Returns the error code for an error about a field of the request. Another vendor may accept a parameter, but not
 * content that is wrong. Vendors name `response_format` and `tools` for a schema too.
 *
 * @param words - the text of `cleanMessage`
 */
export function classifyParameter(param: string | undefined, words: string): ErrorCode | undefined {
  const path = (toFieldPath(param) ?? '').toLowerCase();
  const [field = ''] = path.split(/[.[]/);
  const isContentError = words.includes('schema') || isMalformedRequest(words);
  if (featurePath.test(path) && !isContentError) return 'unsupported-parameter';
  if (field === '' || noFields.has(field)) return undefined;
  if (contentFields.has(field)) return 'invalid-request';
  return field === 'model' ? 'model-not-found' : 'unsupported-parameter';
}
