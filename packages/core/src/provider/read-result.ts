import { isConfigurationError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import * as read from '../input/readers.ts';
import type { Reader } from '../input/readers.ts';
import type { ModelInfo, TokenCount } from './provider.ts';
import { capabilityFields, modelFields } from './read-definition.ts';

type Fields = Readonly<Record<string, Reader<unknown>>>;

export const readTokenCount: Reader<TokenCount> = readKnown(
  { inputTokens: read.readInteger(0) },
  {},
);

/** Reads the list of a vendor's models. */
export const readModels: Reader<readonly ModelInfo[]> = read.readArray(
  readKnown(
    { id: read.readNonEmptyString },
    { ...modelFields, capabilities: readKnown({}, capabilityFields) },
  ),
);

/**
 * Reads what a provider returned.
 *
 * @param path - the name of the method, for example `models()`
 * @throws ProviderError `malformed-response` with the path of the field that is not valid, without its value
 */
export function readResult<Value>(readValue: Reader<Value>, value: unknown, path: string): Value {
  try {
    return read.readInput(readValue, value, path);
  } catch (error) {
    if (!isConfigurationError(error)) throw error;
    const message = `${error.path} is not valid, expected ${error.expected}`;
    throw new ProviderError({ code: 'malformed-response', message, cause: error.cause });
  }
}

/** Leaves out the fields that this version does not know, because a newer provider can return them. */
function readKnown<Required extends Fields, Optional extends Fields>(
  required: Required,
  optional: Optional,
): ReturnType<typeof read.readObject<Required, Optional>> {
  const readFields = read.readObject(required, optional);
  const names = new Set(Object.keys({ ...required, ...optional }));
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return readFields(value, path);
    }
    const known = Object.entries(value).filter(([name]) => names.has(name));
    return readFields(Object.fromEntries(known), path);
  };
}
