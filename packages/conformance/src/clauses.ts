import type { Clause } from './clause.ts';
import { cleansUpOnEarlyReturn } from './clauses/cancellation/cleans-up-on-early-return.ts';
import { enforcesTimeouts } from './clauses/cancellation/enforces-timeouts.ts';
import { honorsAbort } from './clauses/cancellation/honors-abort.ts';
import { releasesOnClose } from './clauses/cancellation/releases-on-close.ts';
import { validDefinition } from './clauses/definition/valid-definition.ts';
import { validLifecycle } from './clauses/definition/valid-lifecycle.ts';
import { validManifest } from './clauses/definition/valid-manifest.ts';
import { validModels } from './clauses/definition/valid-models.ts';
import { detectsEmptyResponse } from './clauses/errors/detects-empty-response.ts';
import { detectsTruncation } from './clauses/errors/detects-truncation.ts';
import {
  inBandErrorAfterContent,
  inBandErrorBeforeContent,
} from './clauses/errors/in-band-error.ts';
import { readsRetryAfter } from './clauses/errors/reads-retry-after.ts';
import { redactsSecrets } from './clauses/errors/redacts-secrets.ts';
import { rejectsInvalidResponses } from './clauses/errors/rejects-invalid-responses.ts';
import { translatesConnectionFailed } from './clauses/errors/translates-connection-failed.ts';
import { translatesErrorResponses } from './clauses/errors/translates-error-responses.ts';
import { noHiddenRetries } from './clauses/request/no-hidden-retries.ts';
import { reportsUnsupportedSettings } from './clauses/request/reports-unsupported-settings.ts';
import { requestsJson } from './clauses/request/requests-json.ts';
import { returnsSignatures } from './clauses/request/returns-signatures.ts';
import { sendsCallerHeaders } from './clauses/request/sends-caller-headers.ts';
import { sendsFiles } from './clauses/request/sends-files.ts';
import { sendsImages } from './clauses/request/sends-images.ts';
import { sendsMessages } from './clauses/request/sends-messages.ts';
import { sendsToolResultParts } from './clauses/request/sends-tool-result-parts.ts';
import { sendsTools } from './clauses/request/sends-tools.ts';
import { startsOnFirstPull } from './clauses/request/starts-on-first-pull.ts';
import { usesInjectedPorts } from './clauses/request/uses-injected-ports.ts';
import { emitsRawEvents } from './clauses/response/events/emits-raw-events.ts';
import { reportsProgress } from './clauses/response/events/reports-progress.ts';
import { reportsSources } from './clauses/response/events/reports-sources.ts';
import { finishesOnce } from './clauses/response/finish/finishes-once.ts';
import { mapsFinishReasons } from './clauses/response/finish/maps-finish-reasons.ts';
import { reportsFinishMessage } from './clauses/response/finish/reports-finish-message.ts';
import { reportsUsage } from './clauses/response/finish/reports-usage.ts';
import { listsModels } from './clauses/response/models/lists-models.ts';
import { reportsModelFacts } from './clauses/response/models/reports-model-facts.ts';
import { collectsResponse } from './clauses/response/text/collects-response.ts';
import { endsBlocksInOrder } from './clauses/response/text/ends-blocks-in-order.ts';
import { keepsPartOrder } from './clauses/response/text/keeps-part-order.ts';
import { streamsReasoning } from './clauses/response/text/streams-reasoning.ts';
import { streamsText } from './clauses/response/text/streams-text.ts';
import { marksIncompleteToolCalls } from './clauses/response/tools/marks-incomplete-tool-calls.ts';
import { streamsToolCalls } from './clauses/response/tools/streams-tool-calls.ts';
import { boundsBuffers } from './clauses/streams/bounds-buffers.ts';
import { handlesAnyChunking } from './clauses/streams/handles-any-chunking.ts';
import { handlesBackpressure } from './clauses/streams/handles-backpressure.ts';
import { isolatesConcurrentChats } from './clauses/streams/isolates-concurrent-chats.ts';
import { respectsSizeLimits } from './clauses/streams/respects-size-limits.ts';

/** All clauses of the provider contract, in the order in which the suite runs them. */
export const clauses: readonly Clause[] = [
  validManifest,
  validDefinition,
  validLifecycle,
  validModels,
  startsOnFirstPull,
  usesInjectedPorts,
  noHiddenRetries,
  sendsMessages,
  sendsCallerHeaders,
  sendsTools,
  sendsToolResultParts,
  sendsImages,
  sendsFiles,
  requestsJson,
  reportsUnsupportedSettings,
  returnsSignatures,
  streamsText,
  collectsResponse,
  streamsReasoning,
  reportsUsage,
  ...mapsFinishReasons,
  finishesOnce,
  streamsToolCalls,
  marksIncompleteToolCalls,
  keepsPartOrder,
  endsBlocksInOrder,
  reportsProgress,
  reportsSources,
  reportsFinishMessage,
  emitsRawEvents,
  handlesAnyChunking,
  boundsBuffers,
  respectsSizeLimits,
  handlesBackpressure,
  isolatesConcurrentChats,
  honorsAbort,
  cleansUpOnEarlyReturn,
  enforcesTimeouts,
  releasesOnClose,
  listsModels,
  reportsModelFacts,
  ...translatesErrorResponses,
  readsRetryAfter,
  translatesConnectionFailed,
  rejectsInvalidResponses,
  detectsTruncation,
  detectsEmptyResponse,
  inBandErrorBeforeContent,
  inBandErrorAfterContent,
  redactsSecrets,
];
