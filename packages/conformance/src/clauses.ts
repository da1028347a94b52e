import type { Clause } from './clause.ts';
import { boundsItsBuffers } from './clauses/bounds-buffers.ts';
import { letsGoWhenLeft } from './clauses/cleans-up-on-early-return.ts';
import { givesAWholeAnswer } from './clauses/collects-response.ts';
import { tellsEmptyFromWhole } from './clauses/detects-empty-response.ts';
import { tellsTruncatedFromWhole } from './clauses/detects-truncation.ts';
import { keepsTimeLimits } from './clauses/enforces-timeouts.ts';
import { survivesAnyChunking } from './clauses/handles-any-chunking.ts';
import { bearsASlowConsumer } from './clauses/handles-backpressure.ts';
import { honoursAbort } from './clauses/honors-abort.ts';
import { failsInBandAfterContent, failsInBandBeforeContent } from './clauses/in-band-error.ts';
import { keepsChatsApart } from './clauses/isolates-concurrent-chats.ts';
import { listsModels } from './clauses/lists-models.ts';
import { mapsFinishReasons } from './clauses/maps-finish-reasons.ts';
import { asksOnce } from './clauses/no-hidden-retries.ts';
import { readsRetryAfter } from './clauses/reads-retry-after.ts';
import { redactsSecrets } from './clauses/redacts-secrets.ts';
import { refusesWhatIsNoAnswer } from './clauses/rejects-invalid-responses.ts';
import { closes } from './clauses/releases-on-close.ts';
import { reportsUsage } from './clauses/reports-usage.ts';
import { asksForJson } from './clauses/requests-json.ts';
import { sendsTheCallersHeaders } from './clauses/sends-caller-headers.ts';
import { sendsFiles } from './clauses/sends-files.ts';
import { sendsImages } from './clauses/sends-images.ts';
import { sendsTheConversation } from './clauses/sends-messages.ts';
import { sendsTools } from './clauses/sends-tools.ts';
import { waitsForTheFirstPull } from './clauses/starts-on-first-pull.ts';
import { streamsReasoning } from './clauses/streams-reasoning.ts';
import { streamsText } from './clauses/streams-text.ts';
import { callsTools } from './clauses/streams-tool-calls.ts';
import { translatesConnectionFailed } from './clauses/translates-connection-failed.ts';
import { translatesRefusals } from './clauses/translates-error-responses.ts';
import { usesItsPorts } from './clauses/uses-injected-ports.ts';
import { hasADefinition } from './clauses/valid-definition.ts';
import { tellsItsLifecycle } from './clauses/valid-lifecycle.ts';
import { hasAManifest } from './clauses/valid-manifest.ts';

/** The provider contract, clause by clause, in the order in which they are run. */
export const clauses: readonly Clause[] = [
  hasAManifest,
  hasADefinition,
  tellsItsLifecycle,
  waitsForTheFirstPull,
  usesItsPorts,
  asksOnce,
  sendsTheConversation,
  sendsTheCallersHeaders,
  sendsTools,
  sendsImages,
  sendsFiles,
  asksForJson,
  streamsText,
  givesAWholeAnswer,
  streamsReasoning,
  reportsUsage,
  ...mapsFinishReasons,
  callsTools,
  survivesAnyChunking,
  boundsItsBuffers,
  bearsASlowConsumer,
  keepsChatsApart,
  honoursAbort,
  letsGoWhenLeft,
  keepsTimeLimits,
  closes,
  listsModels,
  ...translatesRefusals,
  readsRetryAfter,
  translatesConnectionFailed,
  refusesWhatIsNoAnswer,
  tellsTruncatedFromWhole,
  tellsEmptyFromWhole,
  failsInBandBeforeContent,
  failsInBandAfterContent,
  redactsSecrets,
];
