import type { RequestContent, ToolChoice, ToolDefinition } from '../chat/chat-request.ts';
import type { StandardSchema } from '../chat/json-schema.ts';
import type { Message } from '../chat/message.ts';
import { isConfigurationError } from '../errors/is-error.ts';
import * as read from '../input/readers.ts';
import type { Reader } from '../input/readers.ts';
import { readChain } from '../registry/chain/read-chain.ts';
import type { Chain } from '../registry/chain/read-chain.ts';
import { settingReaders } from '../registry/chain/read-target.ts';
import { requestAdvice } from './name-advice.ts';
import { readMessage, readProviderOptions } from './read-message.ts';
import { readSchema } from './read-schema.ts';
import type { ReadSchema } from './read-schema.ts';

/** A checked copy of the request of a chat. */
export interface CheckedRequest {
  /** A model reference or an inline chain. */
  readonly model: string | Chain;
  /** The request without the model, which depends on the target. */
  readonly content: RequestContent;
  /** Validates the text of the response. */
  readonly outputSchema: StandardSchema | undefined;
}

const schemaAdvice = 'did you mean "inputSchema"?';

const readTool: Reader<ToolDefinition> = read.readObject(
  { name: read.readNonEmptyString, inputSchema: (value, path) => readSchema(value, path).json },
  { description: read.readString, strict: read.readBoolean, providerOptions: readProviderOptions },
  {
    type: 'use { name, description, inputSchema }',
    function: 'use { name, description, inputSchema }',
    parameters: schemaAdvice,
    schema: schemaAdvice,
    execute: 'remove it: run the tool yourself and append its result to messages',
  },
);

const readToolName: Reader<Exclude<ToolChoice, string>> = read.readObject(
  { name: read.readString },
  {},
  { function: 'did you mean "name"?', toolName: 'did you mean "name"?' },
);
const readToolMode = read.readEnum('auto', 'none', 'required');
const readToolChoice: Reader<ToolChoice> = (value, path) =>
  typeof value === 'object' && value !== null
    ? readToolName(value, path)
    : readToolMode(value, path);

type ReadFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json'; readonly name?: string; readonly schema?: ReadSchema };

const readFormat = read.readVariant<ReadFormat>(
  'type',
  {
    text: read.readObject({ type: read.readEnum('text') }, {}),
    json: read.readObject(
      { type: read.readEnum('json') },
      { name: read.readString, schema: readSchema },
      { json_schema: 'did you mean "schema"?', jsonSchema: 'did you mean "schema"?' },
    ),
  },
  {
    json_schema: 'did you mean "json"?',
    json_object: 'did you mean "json"?',
    object: "pass a schema as { type: 'json', schema }",
  },
);

const readMessages: Reader<readonly Message[]> = (value, path) => {
  if (Array.isArray(value) && value.length > 0) return read.readArray(readMessage)(value, path);
  throw read.invalidType(
    path,
    "a list of messages, such as [{ role: 'user', content: 'Hi' }]",
    value,
  );
};

const readTools: Reader<readonly ToolDefinition[]> = (value, path) => {
  if (Array.isArray(value)) return read.readArray(readTool)(value, path);
  throw read.invalidType(
    path,
    "a list of tools, such as [{ name: 'getWeather', description, inputSchema }]",
    value,
  );
};

const readModel: Reader<string | Chain> = (value, path) => {
  if (typeof value === 'object' && value !== null) return readChain(value, path);
  return read.readNonEmptyString(value, path);
};

const required = { model: readModel, messages: readMessages };
const optional = {
  ...settingReaders,
  stop: read.readArray(read.readString),
  tools: readTools,
  toolChoice: readToolChoice,
  parallelToolCalls: read.readBoolean,
  responseFormat: readFormat,
  effects: read.readBoolean,
  user: read.readString,
  metadata: read.readMap(read.readString),
  providerOptions: readProviderOptions,
};
const readFields = read.readObject(required, optional, requestAdvice);
const readExplainFields = read.readObject(
  { model: readModel },
  { messages: readMessages, ...optional },
  requestAdvice,
);

type RequestFields = ReturnType<typeof readFields>;

/** The fields of a request. */
export const requestFields: readonly string[] = Object.keys({ ...required, ...optional });

/**
 * Checks and copies what an app passes to `chat()`. Later changes by the app have no effect on the copy.
 *
 * @throws ConfigurationError `invalid-request` with the path of the first field that is unknown or not valid
 */
export function readRequest(input: unknown): CheckedRequest {
  return readWith(readFields, input);
}

/** Like `readRequest`, for `explain()`. If `messages` is missing, the copy has none. */
export function readExplainRequest(input: unknown): CheckedRequest {
  return readWith((value, path) => ({ messages: [], ...readExplainFields(value, path) }), input);
}

function readWith(readFieldsOfRequest: Reader<RequestFields>, input: unknown): CheckedRequest {
  const readChecked: Reader<CheckedRequest> = (value, path) => {
    if (typeof value !== 'object' || value === null)
      throw read.invalidType(path, 'an object with model and messages', value);
    return toChecked(readFieldsOfRequest(value, ''));
  };
  try {
    return read.readInput(readChecked, input, 'request');
  } catch (error) {
    throw isConfigurationError(error) ? error.withCode('invalid-request') : error;
  }
}

function toChecked({ model, responseFormat, ...content }: RequestFields): CheckedRequest {
  if (responseFormat?.type !== 'json') {
    const format = responseFormat && { responseFormat };
    return { model, content: { ...content, ...format }, outputSchema: undefined };
  }
  const { schema, ...format } = responseFormat;
  return {
    model,
    content: { ...content, responseFormat: { ...format, ...(schema && { schema: schema.json }) } },
    outputSchema: schema?.standard,
  };
}
