import { ConfigurationError } from '@understudy/core';

/**
 * JSON from a file.
 *
 * @throws ConfigurationError that names the line, and quotes nothing: a key may stand there
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
      received: line === undefined ? 'an end too early' : `something else in line ${line}`,
    });
  }
}

// V8 tells a position, or quotes the text around it: ten characters on either side.
const quotation = /^Unexpected token '?(.+?)'?, (\.\.\.)?"(.*)"(?:\.\.\. | )is not valid JSON$/su;

function findLine(message: string, source: string): number | undefined {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return countLines(source, Number(position));
  const [, token = '', cut, part] = quotation.exec(message) ?? [];
  if (part === undefined) return undefined;
  const within = cut === undefined ? part.indexOf(token) : 10;
  return countLines(source, source.indexOf(part) + within);
}

function countLines(source: string, end: number): number {
  return source.slice(0, end).split('\n').length;
}
