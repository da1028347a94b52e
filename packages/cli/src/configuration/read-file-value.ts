import { ConfigurationError, isConfigurationError } from '@understudy/core';
import type { Reader } from '@understudy/core/internal';

/**
 * Reads the value of a file.
 *
 * @throws ConfigurationError whose path is the name of the file and the path in it
 */
export function readFileValue<Value>(read: Reader<Value>, value: unknown, file: string): Value {
  try {
    return read(value, '');
  } catch (error) {
    throw isConfigurationError(error) ? prefixFile(error, file) : error;
  }
}

function prefixFile(error: ConfigurationError, file: string): ConfigurationError {
  const { code, path, expected, received, advice, cause } = error;
  return new ConfigurationError({
    code,
    path: path === '' ? file : `${file}: ${path}`,
    expected,
    received,
    advice,
    cause,
  });
}
