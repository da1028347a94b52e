import { ConfigurationError } from '@understudy/core';

/**
 * Parses the text of a JSON file.
 *
 * @throws ConfigurationError with the line of the syntax error. It quotes nothing, because the file
 * may contain keys.
 */
export function parseJson(text: string, file: string): unknown {
  const source = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const line = findLine(message, source);
    throw new ConfigurationError({
      path: file,
      expected: 'JSON',
      received: line === undefined ? 'an incomplete document' : `a syntax error in line ${line}`,
    });
  }
}

// V8 reports a position, or quotes the text around it with ten characters on either side.
const quotation = /^Unexpected token '?(.+?)'?, (\.\.\.)?"(.*)"(?:\.\.\. | )is not valid JSON$/su;

function findLine(message: string, source: string): number | undefined {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return countLines(source, Number(position));
  const [, token = '', ellipsis, excerpt] = quotation.exec(message) ?? [];
  if (excerpt === undefined) return undefined;
  const offset = ellipsis === undefined ? excerpt.indexOf(token) : 10;
  return countLines(source, source.indexOf(excerpt) + offset);
}

function countLines(source: string, end: number): number {
  return source.slice(0, end).split('\n').length;
}
