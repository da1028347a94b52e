import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { interopSafeParseAsync, isInteropZodSchema } from '@langchain/core/utils/types';

/** A schema that validates, as Standard Schema defines it. */
interface ValidatingSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Result | Promise<Result>;
  };
}

type Result =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** Returns a schema of zod or another Standard Schema, or undefined for a JSON Schema. */
export function toValidatingSchema(schema: object): ValidatingSchema | undefined {
  if (!isInteropZodSchema(schema)) return isValidating(schema) ? schema : undefined;
  const standard = {
    version: 1,
    vendor: 'langchain',
    validate: async (value: unknown) => {
      const { data, error } = await interopSafeParseAsync(schema, value);
      return error ? { issues: error.issues } : { value: data };
    },
    jsonSchema: { input: () => toJsonSchema(schema) },
  } as const;
  return { '~standard': standard };
}

/** The results of `z.toJSONSchema()` have a hidden property `~standard`, and are JSON Schemas. */
function isValidating(schema: object): schema is ValidatingSchema {
  const standard: unknown = Reflect.get(schema, '~standard');
  return (
    typeof standard === 'object' &&
    standard !== null &&
    typeof Reflect.get(standard, 'validate') === 'function' &&
    !Object.hasOwn(schema, '$schema')
  );
}
