import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import { assembleStructuredOutputPipeline } from '@langchain/core/language_models/structured_output';
import type { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import type { Runnable } from '@langchain/core/runnables';
import { RunnableLambda } from '@langchain/core/runnables';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { isInteropZodSchema } from '@langchain/core/utils/types';
import type { ResponseFormatInput } from '@understudy/core';
import { UnderstudyError } from '@understudy/core';
import { parseJson, readString } from '@understudy/core/internal';

import { toValidatingSchema } from './output-schema.ts';

/**
 * Returns the format of the response for a schema of zod, a Standard Schema or a JSON Schema.
 *
 * @param isValidated - whether the chain tries the next target if the output does not match
 */
export function toOutputFormat(
  schema: object,
  name: string | undefined,
  isValidated: boolean,
): ResponseFormatInput {
  const validating = isValidated ? toValidatingSchema(schema) : undefined;
  return {
    type: 'json',
    name: name ?? readString(schema, 'title') ?? 'output',
    schema: validating ?? (isInteropZodSchema(schema) ? toJsonSchema(schema) : schema),
  };
}

/** Returns the tool that a model calls to return a value of the schema. */
export function toOutputTool(
  schema: object,
  name: string,
  strict: boolean | undefined,
): BindToolsInput {
  const parameters = isInteropZodSchema(schema) ? toJsonSchema(schema) : schema;
  const description = readString(parameters, 'description') ?? 'Returns the output.';
  const details = { name, description, parameters, ...(strict !== undefined && { strict }) };
  return { type: 'function', function: details };
}

/** Reads the JSON in the text of a message. */
export function readJsonText({ text }: AIMessage): unknown {
  const value: unknown = parseJson(text);
  if (value === undefined) throw invalidOutput('expected JSON, received other text');
  return value;
}

/** Reads the input of the first call of a tool. */
export function readToolInput(message: AIMessage, name: string): unknown {
  const call = message.tool_calls?.find((candidate) => candidate.name === name);
  if (call) return call.args;
  const isInvalid = message.invalid_tool_calls?.some((candidate) => candidate.name === name);
  const received = isInvalid === true ? 'invalid arguments' : 'none';
  throw invalidOutput(`expected a call of the tool "${name}", received ${received}`);
}

/** Adds a parser to a model. A schema of zod or a Standard Schema also validates the output. */
export function createOutputParser(
  model: Runnable<BaseLanguageModelInput, AIMessageChunk>,
  read: (message: AIMessage) => unknown,
  schema: object,
  includeRaw: boolean,
): Runnable<BaseLanguageModelInput, unknown> {
  const parser = RunnableLambda.from<AIMessageChunk, Record<string, unknown>>(async (message) =>
    Object(await validate(schema, read(message))),
  );
  return assembleStructuredOutputPipeline(model, parser, includeRaw);
}

async function validate(schema: object, value: unknown): Promise<unknown> {
  const result = await toValidatingSchema(schema)?.['~standard'].validate(value);
  if (!result) return value;
  if (!result.issues) return result.value;
  throw invalidOutput('the JSON does not match the schema (see cause)', result.issues);
}

function invalidOutput(message: string, cause?: unknown): UnderstudyError {
  return new UnderstudyError('response-rejected', message, { cause });
}
