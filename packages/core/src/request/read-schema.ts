import type { StandardSchema } from '../chat/json-schema.ts';
import type { JsonObject } from '../chat/json.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { readJsonObject } from '../input/read-json.ts';
import { invalidValue } from '../input/readers.ts';
import type { Reader } from '../input/readers.ts';

/** A schema as JSON, and the Standard Schema that it was converted from. */
export interface ReadSchema {
  readonly json: JsonObject;
  readonly standard: StandardSchema | undefined;
}

const expected = 'a JSON Schema object, or a Standard Schema with JSON Schema output';

/**
 * Reads a JSON Schema or a Standard Schema. A Standard Schema is converted to the JSON Schema of its input, because the
 * model writes its input.
 *
 * @throws ConfigurationError if the schema cannot be converted to JSON
 */
export const readSchema: Reader<ReadSchema> = (value, path) => {
  if (isStandardSchema(value)) {
    return { json: readJsonObject(convert(value, path), path), standard: value };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidValue(path, expected, value);
  }
  return { json: readJsonObject(value, path), standard: undefined };
};

/** The schemas of ArkType are functions. */
function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  // The results of `z.toJSONSchema()` have a hidden property of this name, and are plain JSON.
  const standard: unknown = Reflect.get(value, '~standard');
  return (
    typeof standard === 'object' &&
    standard !== null &&
    typeof Reflect.get(standard, 'validate') === 'function' &&
    !Object.hasOwn(value, '$schema')
  );
}

function convert(schema: StandardSchema, path: string): unknown {
  const vendor = schema['~standard'].vendor.slice(0, 40);
  const converter: unknown = Reflect.get(schema['~standard'], 'jsonSchema');
  const toInput: unknown =
    typeof converter === 'object' && converter !== null && Reflect.get(converter, 'input');
  if (typeof toInput !== 'function') {
    throw new ConfigurationError({
      path,
      expected,
      received: `a Standard Schema without JSON Schema output (${vendor})`,
      advice: 'use zod 4.2, ArkType 2.1.28, toStandardJsonSchema() of Valibot, or a JSON Schema',
    });
  }
  const converted = 'a Standard Schema that can be converted to JSON Schema';
  let json: unknown;
  try {
    json = toInput({ target: 'draft-2020-12' });
  } catch (cause) {
    const received = `an error of ${vendor} (see cause)`;
    throw new ConfigurationError({ path, expected: converted, received, cause });
  }
  if (!(json instanceof Promise)) return json;
  json.catch(() => {});
  throw new ConfigurationError({
    path,
    expected: converted,
    received: `a promise of ${vendor}`,
  });
}
