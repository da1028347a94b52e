import type { Scenario } from '../harness/scenario.ts';
import { abort, abortBackoff } from './abort.ts';
import { activeSetCost } from './active-set.ts';
import { aiSdk } from './ai-sdk.ts';
import { anthropicStream } from './anthropic-stream.ts';
import { batches } from './batches.ts';
import { chainOfTwo } from './chain-of-two.ts';
import { coreOverhead } from './core-overhead.ts';
import { cutResponses } from './cut-responses.ts';
import { failover, failoverTimeouts } from './failover.ts';
import { fakegptFirstText } from './fakegpt-first-text.ts';
import { fakegptStream } from './fakegpt-stream.ts';
import { fetchHttpCost } from './fetch-http.ts';
import { functionsPerChat } from './functions-per-chat.ts';
import { gatewayMemory } from './gateway-memory.ts';
import { gatewaySlowClients } from './gateway-slow-clients.ts';
import { gateway } from './gateway.ts';
import { googleStream } from './google-stream.ts';
import { hedging } from './hedging.ts';
import { importTime } from './import.ts';
import { memory } from './memory.ts';
import { ollamaStream } from './ollama-stream.ts';
import { openaiCompletions } from './openai-completions.ts';
import { openaiFirstText } from './openai-first-text.ts';
import { openaiLongResponses } from './openai-long-responses.ts';
import { openaiStream } from './openai-stream.ts';
import { otel } from './otel.ts';
import { queue } from './queue.ts';
import { responsesStream } from './responses-stream.ts';
import { shortChats } from './short-chats.ts';
import { standardSchema } from './standard-schema.ts';

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
