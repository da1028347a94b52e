import type { Scenario } from '../harness/scenario.ts';
import { abort, abortBackoff } from './chains/abort.ts';
import { chainOfTwo } from './chains/chain-of-two.ts';
import { cutResponses } from './chains/cut-responses.ts';
import { failover, failoverTimeouts } from './chains/failover.ts';
import { hedging } from './chains/hedging.ts';
import { queue } from './chains/queue.ts';
import { gatewayMemory } from './gateway/gateway-memory.ts';
import { gatewaySlowClients } from './gateway/gateway-slow-clients.ts';
import { gateway } from './gateway/gateway.ts';
import { activeSetCost } from './process/active-set.ts';
import { importTime } from './process/import.ts';
import { memory } from './process/memory.ts';
import { coreOverhead } from './short/core-overhead.ts';
import { fakegptFirstText } from './short/fakegpt-first-text.ts';
import { fetchHttpCost } from './short/fetch-http.ts';
import { functionsPerChat } from './short/functions-per-chat.ts';
import { openaiCompletions } from './short/openai-completions.ts';
import { openaiFirstText } from './short/openai-first-text.ts';
import { otel } from './short/otel.ts';
import { shortChats } from './short/short-chats.ts';
import { standardSchema } from './short/standard-schema.ts';
import { aiSdk } from './streams/ai-sdk.ts';
import { anthropicStream } from './streams/anthropic-stream.ts';
import { batches } from './streams/batches.ts';
import { fakegptStream } from './streams/fakegpt-stream.ts';
import { googleStream } from './streams/google-stream.ts';
import { ollamaStream } from './streams/ollama-stream.ts';
import { openaiLongResponses } from './streams/openai-long-responses.ts';
import { openaiStream } from './streams/openai-stream.ts';
import { responsesStream } from './streams/responses-stream.ts';

/** All scenarios, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  fakegptStream,
  fakegptFirstText,
  openaiStream,
  anthropicStream,
  responsesStream,
  openaiFirstText,
  openaiCompletions,
  openaiLongResponses,
  googleStream,
  ollamaStream,
  aiSdk,
  batches,
  gateway,
  gatewaySlowClients,
  fetchHttpCost,
  standardSchema,
  coreOverhead,
  chainOfTwo,
  failover,
  failoverTimeouts,
  hedging,
  queue,
  otel,
  cutResponses,
  abort,
  abortBackoff,
  shortChats,
  activeSetCost,
  importTime,
  functionsPerChat,
  memory,
  gatewayMemory,
];
