import { ParameterError } from '../../openai/request/errors/parameter-error.ts';
import { readText } from '../../openai/request/read-parameter.ts';

const namePattern = /^[a-zA-Z0-9_-]{1,64}$/u;

/** Reads the name of a tool or of a format. */
export function readName(value: unknown, path: string): string {
  const name = readText(value, path);
  if (namePattern.test(name)) return name;
  throw new ParameterError(
    `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`,
    path,
    'invalid_value',
  );
}
