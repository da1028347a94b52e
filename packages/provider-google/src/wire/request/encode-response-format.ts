import type { ChatRequest, JsonObject } from '@understudy/core/provider';
import { isForced, isObjectSchema, toObjectSchema } from '@understudy/provider-utils/internal';

import { encodeSchema } from './encode-schema.ts';
import type { Encoding } from './encoding.ts';

/** The tool whose arguments are the response, for models that accept JSON or tools. */
export const jsonToolName = 'json';

/** How JSON is requested: by the configuration, or as the call of a tool. */
export interface EncodedFormat {
  readonly config: JsonObject;
  readonly jsonTool?: JsonObject;
}

/** Encodes `responseFormat`. The API accepts it with tools from Gemini 3 on, unless a call is required. */
export function encodeResponseFormat(
  { responseFormat, tools = [], toolChoice }: ChatRequest,
  { rules, warn }: Pick<Encoding, 'rules' | 'warn'>,
): EncodedFormat {
  if (responseFormat?.type !== 'json') return { config: {} };
  const { schema } = responseFormat;
  const offersTools = tools.length > 0 && toolChoice !== 'none';
  if (!offersTools || (rules.jsonWithTools && !isForced(toolChoice))) {
    return {
      config: {
        responseMimeType: 'application/json',
        ...(schema && { responseJsonSchema: encodeSchema(schema) }),
      },
    };
  }
  if (isForced(toolChoice)) {
    warn('responseFormat omitted: the API does not accept it with a required tool call');
    return { config: {} };
  }
  if (!schema) {
    warn('responseFormat omitted: the model needs a schema for JSON beside tools');
    return { config: {} };
  }
  if (!isObjectSchema(schema)) {
    warn('responseFormat omitted: the model needs the schema of an object for JSON beside tools');
    return { config: {} };
  }
  const description = 'Respond with the arguments of this tool.';
  const parametersJsonSchema = encodeSchema(toObjectSchema(schema));
  return { config: {}, jsonTool: { name: jsonToolName, description, parametersJsonSchema } };
}
