import type { JsonObject, JsonValue } from '@understudy/core';
import { isJsonObject } from '@understudy/core/internal';
import type { WireFormat } from '@understudy/core/provider';

/**
 * Where an option of a provider of the AI SDK is in the body of a request. With an empty path, it is not supported.
 * With `null`, it is no field: metadata of an earlier response, or an option that is read elsewhere.
 */
type Paths = Readonly<Record<string, readonly string[] | null>>;

const openAiMetadata: Paths = { itemId: null, reasoningEncryptedContent: null, phase: null };

/** The options whose field has another name or place. */
const paths: Readonly<Record<WireFormat, Paths>> = {
  'anthropic-messages': {
    anthropicBeta: ['betas'],
    effort: ['output_config', 'effort'],
    taskBudget: ['output_config', 'task_budget'],
    sendReasoning: [],
    structuredOutputMode: [],
    toolStreaming: [],
    disableParallelToolUse: null,
    redactedData: null,
  },
  'openai-chat': {
    ...openAiMetadata,
    imageDetail: ['image_url', 'detail'],
    textVerbosity: ['verbosity'],
    strictJsonSchema: [],
    structuredOutputs: [],
    systemMessageMode: [],
    forceReasoning: [],
  },
  'openai-responses': {
    ...openAiMetadata,
    imageDetail: ['detail'],
    reasoningEffort: ['reasoning', 'effort'],
    reasoningSummary: ['reasoning', 'summary'],
    textVerbosity: ['text', 'verbosity'],
    strictJsonSchema: [],
    systemMessageMode: [],
    forceReasoning: [],
  },
};

/**
 * Returns options with the names of the API. The providers of the AI SDK have names in camel case, and the fields of
 * these APIs have none. Names of the API are not changed.
 */
export function toVendorOptions(
  options: JsonObject,
  format: WireFormat,
  onOmitted: (name: string) => void,
): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(options)) {
    const path = Object.hasOwn(paths[format], name) ? paths[format][name] : [toSnakeCase(name)];
    const [field, inner] = path ?? [];
    if (field === undefined) {
      if (path) onOmitted(name);
      continue;
    }
    const own = format === 'anthropic-messages' ? toSnakeCaseFields(value) : value;
    const before = fields[field];
    fields[field] =
      inner === undefined ? own : { ...(isJsonObject(before) ? before : {}), [inner]: own };
  }
  return fields;
}

/** Whether options of Anthropic allow one call of a tool at a time only, for which chats have a setting. */
export function forbidsParallelCalls(options: JsonObject, format: WireFormat | undefined): boolean {
  return format === 'anthropic-messages' && options.disableParallelToolUse === true;
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The options of Anthropic have objects of the API in them, such as `thinking` and `cacheControl`. */
function toSnakeCaseFields(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(toSnakeCaseFields);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [toSnakeCase(name), toSnakeCaseFields(field)]),
  );
}
