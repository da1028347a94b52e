import type { ErrorCode } from '@understudy/core/provider';

/** A name or a path of names. Keys have letters and digits, or a dash, and vendors may echo them. */
const pathShape = /^[a-z_]+(?:[.[\]]{1,2}(?:[a-z_]+|\d{1,4}))*\]?$/i;

/** Returns the path of a request field if it cannot be a secret, for example `messages[0].content`. */
export function toFieldPath(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 64 && pathShape.test(value)
    ? value
    : undefined;
}

/** Fields whose content is the caller's, and values that vendors send as a parameter although they are none. */
const otherFields: ReadonlySet<string> = new Set([
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
  'body',
  'api_key',
  'authorization',
  'quota',
  'queue',
  'validation_error',
]);

const tokenLimit = /^max_.*tokens$|^maxtokens$|^max_?output_?tokens$/i;
const promptPath = /(?:^|[.\]])(?:content|text|input|prompt)(?:[.[]|$)/;

/** Returns whether a path is that of text of a prompt. */
export function isPromptPath(path: string = ''): boolean {
  return promptPath.test(path);
}

/**
 * Returns the error code for an error about a parameter that another vendor may accept.
 *
 * @param role - `explains`: the message did not decide. An error about a token limit is often about the prompt, so that
 * its message decides first.
 */
export function classifyParameter(
  { status, param }: { readonly status?: number | undefined; readonly param?: string | undefined },
  role: 'decides' | 'explains',
): ErrorCode | undefined {
  const [name = ''] = (toFieldPath(param) ?? '').split(/[.[]/);
  if (name === '' || (status !== 400 && status !== 422) || otherFields.has(name)) return undefined;
  if (tokenLimit.test(name) && role === 'decides') return undefined;
  return name === 'model' ? 'model-not-found' : 'unsupported-parameter';
}
