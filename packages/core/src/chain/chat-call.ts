import type { ChatOptions } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import type { ChatCollector } from '../stream/chat-collector.ts';
import type { AttemptLog } from './attempt-log.ts';

/**
 * What the caller looks at: every event as it comes, text alone, which can't say that it starts anew, or
 * the whole response at the end.
 */
export type ReadMode = 'events' | 'text' | 'response';

/** One chat on its way through a chain. */
export interface ChatCall {
  readonly request: ChatRequest;
  readonly options: ChatOptions;
  readonly readMode: ReadMode;
  /** Aborted when nobody wants the answer any more, whoever says so. */
  readonly signal: AbortSignal;
  /** Kept by the chain, read by the stream. */
  readonly ledger: AttemptLog;
  readonly collector: ChatCollector;
  /** Called when nothing is open and nobody pulls: maybe nobody ever will. */
  readonly onIdle: () => void;
}
