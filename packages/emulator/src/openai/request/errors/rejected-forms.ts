import { isRecord } from '../../../is-record.ts';
import type { JsonRecord } from '../read-parameter.ts';
import { findInCalls, findMessage, hasCalls, listRecords } from '../search-messages.ts';
import { findLoneSurrogate } from './find-lone-surrogate.ts';
import { ParameterError } from './parameter-error.ts';

/** A form of a valid request that some vendors reject. */
export interface RejectedFormDefinition {
  /** A fragment for the documentation, without a final period. */
  readonly description: string;
  /** Returns the error of such a vendor if the request has the form. */
  readonly find: (body: JsonRecord) => ParameterError | undefined;
}

const maxIdLength = 40;

/** The name of a form of requests that the emulator can reject, as some vendors do. */
export type OpenAiRejectedForm =
  | 'lone-surrogates'
  | 'schema-without-properties'
  | 'long-tool-call-ids'
  | 'invalid-tool-arguments'
  | 'null-content'
  | 'empty-content'
  | 'missing-reasoning'
  | 'missing-reasoning-details'
  | 'text-parts'
  | 'repeated-roles'
  | 'stream-options';

/** The forms that the option `rejects` selects, by name. */
export const rejectedForms: Readonly<Record<OpenAiRejectedForm, RejectedFormDefinition>> = {
  'lone-surrogates': {
    description: 'a string with half of a surrogate pair (DeepSeek, Anthropic)',
    find: (body) => {
      const path = findLoneSurrogate(body);
      if (path === undefined) return undefined;
      const reason = `${path}: unexpected end of hex escape`;
      return reject(`Failed to parse the request body as JSON: ${reason}`, null);
    },
  },
  'schema-without-properties': {
    description: 'a tool whose schema has no `properties` (OpenAI, LM Studio)',
    find: (body) => {
      const index = listRecords(body['tools']).findIndex(hasNoProperties);
      if (index < 0) return undefined;
      return reject(
        'Invalid schema for function: In context=(), object schema missing properties.',
        `tools[${index}].function.parameters`,
        'invalid_function_parameters',
      );
    },
  },
  'long-tool-call-ids': {
    description: `an id of a tool call with more than ${maxIdLength} characters (OpenAI)`,
    find: (body) =>
      findInCalls(body, ({ id }, path) =>
        typeof id === 'string' && id.length > maxIdLength
          ? reject(
              `Invalid '${path}.id': string too long. Expected a string with maximum length ${maxIdLength}, but got a string with length ${id.length} instead.`,
              `${path}.id`,
              'string_above_max_length',
            )
          : undefined,
      ),
  },
  'invalid-tool-arguments': {
    description: 'arguments of a tool call that are not a JSON object (vLLM, llama.cpp)',
    find: (body) =>
      findInCalls(body, (call, path) =>
        hasObjectArguments(call)
          ? undefined
          : reject(`Invalid '${path}.function.arguments': expected a JSON object.`, path),
      ),
  },
  'null-content': {
    description: '`content` of null in a message with tool calls (Ollama)',
    find: (body) =>
      findMessage(body, ({ content }) => content === null) === undefined
        ? undefined
        : reject('invalid message content type: <nil>', null),
  },
  'empty-content': {
    description: '`content` that is an empty string (Amazon Bedrock)',
    find: (body) => {
      const path = findMessage(body, ({ content }) => content === '');
      if (path === undefined) return undefined;
      return reject(`The text field in the ContentBlock object at ${path} is blank.`, path);
    },
  },
  'missing-reasoning': {
    description: 'a message with tool calls without `reasoning_content` (DeepSeek, Moonshot)',
    find: (body) =>
      findMessage(
        body,
        (message) => hasCalls(message) && typeof message['reasoning_content'] !== 'string',
      ) === undefined
        ? undefined
        : reject(
            'The reasoning_content in the thinking mode must be passed back to the API.',
            null,
          ),
  },
  'missing-reasoning-details': {
    description: 'a message with tool calls without `reasoning_details` (OpenRouter with Gemini)',
    find: (body) =>
      findMessage(
        body,
        (message) => hasCalls(message) && listRecords(message['reasoning_details']).length === 0,
      ) === undefined
        ? undefined
        : reject('Gemini models require reasoning details to be preserved in each request.', null),
  },
  'text-parts': {
    description: '`content` that is a list of parts (DeepSeek)',
    find: (body) => {
      const path = findMessage(body, ({ content }) => Array.isArray(content));
      if (path === undefined) return undefined;
      return reject(
        `Failed to deserialize the JSON body into the target type: ${path}: invalid type: sequence, expected a string`,
        null,
      );
    },
  },
  'repeated-roles': {
    description: 'two messages of the user or of the assistant in succession (Perplexity)',
    find: (body) => {
      const roles = listRecords(body['messages']).map(({ role }) => role);
      const repeats = roles.some(
        (role, index) => (role === 'user' || role === 'assistant') && role === roles[index - 1],
      );
      if (!repeats) return undefined;
      return reject(
        'After the (optional) system message(s), user and assistant roles should be alternating.',
        null,
        'invalid_message',
      );
    },
  },
  'stream-options': {
    description: 'the field `stream_options` (Mistral)',
    find: (body) =>
      body['stream_options'] === undefined
        ? undefined
        : reject('Extra inputs are not permitted: stream_options', 'stream_options'),
  },
};

/** Returns the names of all forms. */
export function listRejectedForms(): readonly OpenAiRejectedForm[] {
  return Object.keys(rejectedForms).filter((name): name is OpenAiRejectedForm =>
    Object.hasOwn(rejectedForms, name),
  );
}

/** Returns the error for the first of the forms that the request has. */
export function findRejectedForm(
  body: unknown,
  names: readonly OpenAiRejectedForm[],
): ParameterError | undefined {
  if (!isRecord(body)) return undefined;
  for (const name of names) {
    const error = rejectedForms[name].find(body);
    if (error !== undefined) return error;
  }
  return undefined;
}

function reject(
  message: string,
  parameter: string | null,
  code: string = 'invalid_request_error',
): ParameterError {
  return new ParameterError(message, parameter, code);
}

/** A tool without `parameters` has no arguments, which all vendors accept. */
function hasNoProperties(tool: JsonRecord): boolean {
  const { parameters } = isRecord(tool['function']) ? tool['function'] : {};
  return isRecord(parameters) && !isRecord(parameters['properties']);
}

function hasObjectArguments(call: JsonRecord): boolean {
  const { arguments: text } = isRecord(call['function']) ? call['function'] : {};
  try {
    return typeof text === 'string' && isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
