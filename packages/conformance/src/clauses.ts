import type { Clause } from './clause.ts';
import { asksForJson } from './clauses/asks-for-json.ts';
import { asksOnce } from './clauses/asks-once.ts';
import { bearsASlowConsumer } from './clauses/bears-a-slow-consumer.ts';
import { boundsItsBuffers } from './clauses/bounds-its-buffers.ts';
import { callsTools } from './clauses/calls-tools.ts';
import { closes } from './clauses/closes.ts';
import { failsInBandAfterContent, failsInBandBeforeContent } from './clauses/fails-in-band.ts';
import { givesAWholeAnswer } from './clauses/gives-a-whole-answer.ts';
import { hasADefinition } from './clauses/has-a-definition.ts';
import { hasAManifest } from './clauses/has-a-manifest.ts';
import { honoursAbort } from './clauses/honours-abort.ts';
import { keepsChatsApart } from './clauses/keeps-chats-apart.ts';
import { keepsTimeLimits } from './clauses/keeps-time-limits.ts';
import { letsGoWhenLeft } from './clauses/lets-go-when-left.ts';
import { listsModels } from './clauses/lists-models.ts';
import { mapsFinishReasons } from './clauses/maps-finish-reasons.ts';
import { readsRetryAfter } from './clauses/reads-retry-after.ts';
import { redactsSecrets } from './clauses/redacts-secrets.ts';
import { refusesWhatIsNoAnswer } from './clauses/refuses-what-is-no-answer.ts';
import { reportsUsage } from './clauses/reports-usage.ts';
import { sendsFiles } from './clauses/sends-files.ts';
import { sendsImages } from './clauses/sends-images.ts';
import { sendsTheCallersHeaders } from './clauses/sends-the-callers-headers.ts';
import { sendsTheConversation } from './clauses/sends-the-conversation.ts';
import { sendsTools } from './clauses/sends-tools.ts';
import { streamsReasoning } from './clauses/streams-reasoning.ts';
import { streamsText } from './clauses/streams-text.ts';
import { survivesAnyChunking } from './clauses/survives-any-chunking.ts';
import { tellsEmptyFromWhole } from './clauses/tells-empty-from-whole.ts';
import { tellsItsLifecycle } from './clauses/tells-its-lifecycle.ts';
import { tellsTruncatedFromWhole } from './clauses/tells-truncated-from-whole.ts';
import { translatesConnectionFailed } from './clauses/translates-connection-failed.ts';
import { translatesRefusals } from './clauses/translates-refusals.ts';
import { usesItsPorts } from './clauses/uses-its-ports.ts';
import { waitsForTheFirstPull } from './clauses/waits-for-the-first-pull.ts';

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
