import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import { assembleStructuredOutputPipeline } from '@langchain/core/language_models/structured_output';
import type { AIMessageChunk } from '@langchain/core/messages';
import type { Runnable } from '@langchain/core/runnables';
import { RunnableLambda } from '@langchain/core/runnables';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { interopParseAsync, isInteropZodSchema } from '@langchain/core/utils/types';
import type { ResponseFormatInput } from '@understudy/core';
import { UnderstudyError } from '@understudy/core';
import { parseJson, readString } from '@understudy/core/internal';

/** Returns the format of the response for a schema of zod or a JSON Schema. */
export function toOutputFormat(schema: object, name: string | undefined): ResponseFormatInput {
  return {
    type: 'json',
    name: name ?? readString(schema, 'title') ?? 'output',
    schema: isInteropZodSchema(schema) ? toJsonSchema(schema) : schema,
  };
}

/** Adds a parser to a model. A schema of zod also validates the output. */
export function createOutputParser(
  model: Runnable<BaseLanguageModelInput, AIMessageChunk>,
  schema: object,
  includeRaw: boolean,
): Runnable<BaseLanguageModelInput, unknown> {
  const parser = RunnableLambda.from<AIMessageChunk, Record<string, unknown>>(async ({ text }) => {
    const value: unknown = parseJson(text);
    if (value === undefined) throw invalidOutput('expected JSON, received other text');
    const output: unknown = isInteropZodSchema(schema) ? await validate(schema, value) : value;
    return Object(output);
  });
  return assembleStructuredOutputPipeline(model, parser, includeRaw);
}

async function validate(
  schema: Parameters<typeof interopParseAsync>[0],
  value: unknown,
): Promise<unknown> {
  try {
    return await interopParseAsync(schema, value);
  } catch (error) {
    throw invalidOutput('the JSON does not match the schema (see cause)', error);
  }
}

function invalidOutput(message: string, cause?: unknown): UnderstudyError {
  return new UnderstudyError('response-rejected', message, { cause });
}
