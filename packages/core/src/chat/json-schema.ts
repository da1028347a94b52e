import type { JsonObject } from './json.ts';

/** The keywords by which a JSON Schema is recognized that another library has typed. */
export interface JsonSchemaObject {
  readonly $schema?: unknown;
  readonly $ref?: unknown;
  readonly type?: unknown;
  readonly properties?: unknown;
  readonly items?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly allOf?: unknown;
}

/**
 * A JSON Schema object as a literal or as other libraries type it, for example `JSONSchema7`, the result of
 * `z.toJSONSchema()`, or a TypeBox schema. It must contain JSON values only.
 */
export type JsonSchema = JsonObject | JsonSchemaObject;

/**
 * A schema of a library that implements Standard Schema with JSON Schema output, for example zod 4.2, ArkType 2.1.28,
 * or Valibot with `toStandardJsonSchema()`. See https://standardschema.dev.
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** The result of a validation by a Standard Schema. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** A difference between a value and a Standard Schema. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
