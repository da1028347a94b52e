import { ConfigurationError } from '@understudy/core';

import { describeSyntaxError } from './describe-syntax-error.ts';

/**
 * Parses the text of a JSON file.
 *
 * @param smallest - the shortest text that is valid for the file, for the advice about an empty one
 * @throws ConfigurationError with the line of the syntax error. It quotes nothing, because the file
 * may contain keys.
 */
export function parseJson(text: string, file: string, smallest: '{}' | '[]'): unknown {
  const source = text.replace(/^\uFEFF/, '');
  if (source.trim() === '') throw emptyFile(file, smallest);
  try {
    return JSON.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    throw new ConfigurationError({
      path: file,
      expected: 'JSON',
      ...describeSyntaxError(source, findOffset(message, source)),
    });
  }
}

function emptyFile(file: string, smallest: string): ConfigurationError {
  return new ConfigurationError({
    path: file,
    expected: 'JSON',
    received: 'an empty file',
    advice: `write at least ${smallest} to it`,
  });
}

// V8 reports a position, or quotes the text around it with ten characters on either side.
const quotation = /^Unexpected token '?(.+?)'?, (\.\.\.)?"(.*)"(?:\.\.\. | )is not valid JSON$/su;

function findOffset(message: string, source: string): number | undefined {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  const [, token = '', ellipsis, excerpt] = quotation.exec(message) ?? [];
  if (excerpt === undefined) return undefined;
  const offset = ellipsis === undefined ? excerpt.indexOf(token) : 10;
  return source.indexOf(excerpt) + offset;
}
