import type { JsonObject } from '@understudy/core/provider';

/** Fields that have a counterpart in the events, and those that repeat the request. */
const omittedFields: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created_at',
  'completed_at',
  'model',
  'status',
  'output',
  'output_text',
  'usage',
  'error',
  'incomplete_details',
  'input_transformations',
  'background',
  'conversation',
  'frequency_penalty',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'parallel_tool_calls',
  'presence_penalty',
  'previous_response_id',
  'prompt',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'store',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
]);

/** Returns the fields of a response without a counterpart, such as `service_tier`. */
export function otherFields(response: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(response).filter(([name]) => !omittedFields.has(name)));
}
