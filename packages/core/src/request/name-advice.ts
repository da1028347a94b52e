import type { NameAdvice } from '../input/readers.ts';

const tokensAdvice = 'did you mean "maxOutputTokens"?';
const stopAdvice = 'did you mean "stop"?';
const systemAdvice = 'add a message with the role "system"';

/** Names that other libraries give to fields of a request. */
const foreignFields: NameAdvice = {
  system: systemAdvice,
  instructions: systemAdvice,
  prompt: 'did you mean "messages"?',
  input: 'did you mean "messages"?',
  maxTokens: tokensAdvice,
  max_tokens: tokensAdvice,
  max_completion_tokens: tokensAdvice,
  maxCompletionTokens: tokensAdvice,
  max_output_tokens: tokensAdvice,
  stopSequences: stopAdvice,
  stop_sequences: stopAdvice,
  top_p: 'did you mean "topP"?',
  functions: 'did you mean "tools"?',
  tool_choice: 'did you mean "toolChoice"?',
  parallel_tool_calls: 'did you mean "parallelToolCalls"?',
  reasoning: 'did you mean "reasoningEffort"?',
  reasoning_effort: 'did you mean "reasoningEffort"?',
  effort: 'did you mean "reasoningEffort"?',
  thinking: 'did you mean "reasoningEffort"?',
  output: 'did you mean "responseFormat"?',
  response_format: 'did you mean "responseFormat"?',
  extra_body: 'did you mean "providerOptions"?',
  stream: 'remove it: every chat can be read as a stream or as a complete response',
};

const optionAdvice = 'pass it in the options, the second argument of chat()';

/** What to do about an unknown field of a request. */
export const requestAdvice: NameAdvice = {
  ...foreignFields,
  signal: optionAdvice,
  abortSignal: optionAdvice,
  headers: optionAdvice,
  timeouts: optionAdvice,
  timeout: optionAdvice,
  deadlineMs: optionAdvice,
  retry: optionAdvice,
  maxAttempts: optionAdvice,
  accept: optionAdvice,
  midStream: optionAdvice,
  affinity: optionAdvice,
};

const fieldAdvice = 'it belongs to the request, the first argument of chat()';
const timeoutsAdvice = 'did you mean "timeouts" or "deadlineMs"?';
const retryAdvice = 'did you mean "retry.maxRetries"?';
const chainAdvice = 'set it in a chain, which can also be the "model" of the request';
const targetAdvice = `${chainAdvice}, for each target`;

/**
 * Returns what to do about an unknown option of a chat.
 *
 * @param requestFields - the fields of a request
 */
export function createOptionsAdvice(requestFields: readonly string[]): NameAdvice {
  const foreign = Object.entries(foreignFields).map(([name, advice]) =>
    advice.startsWith('did you mean') ? [name, `${fieldAdvice}; ${advice}`] : [name, advice],
  );
  return {
    ...Object.fromEntries(requestFields.map((name) => [name, fieldAdvice])),
    ...Object.fromEntries(foreign),
    abortSignal: 'did you mean "signal"?',
    timeout: timeoutsAdvice,
    timeoutMs: timeoutsAdvice,
    maxRetries: retryAdvice,
    retries: retryAdvice,
    commit: chainAdvice,
    hedge: chainAdvice,
    errorRules: chainAdvice,
    limits: chainAdvice,
    maxWaitMs: 'did you mean "retry.maxWaitMs"?',
    maxConcurrent: targetAdvice,
    requestsPerMinute: targetAdvice,
    tokensPerMinute: targetAdvice,
  };
}
