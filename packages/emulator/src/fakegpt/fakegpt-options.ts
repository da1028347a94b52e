import type { AnswerRule } from '../answers/answer-rule.ts';
import type { FakeGptAccount } from './account.ts';
import type { FakeGptFault, FakeGptFaultName } from './faults/fakegpt-fault.ts';

/** How an emulated FakeGpt site behaves. Everything has a default: `{}` answers at once, without faults. */
export interface FakeGptEmulatorOptions {
  /** On loopback; 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
  /** The shared accounts, or how many of them. @defaultValue 8 */
  readonly accounts?: number | readonly FakeGptAccount[];
  /** What is answered to which last user message; what no rule knows, a small responder answers. */
  readonly rules?: readonly AnswerRule[];
  /** Played in order: a request takes the first fault of its route that is not used up. */
  readonly faults?: readonly (FakeGptFault | FakeGptFaultName)[];

  /** Before the first snapshot of an answer. @defaultValue 0 */
  readonly firstSnapshotMs?: number;
  /** Between two snapshots of an answer. @defaultValue 0 */
  readonly snapshotIntervalMs?: number;
  /** How much each snapshot adds, in UTF-16 units; a surrogate pair is never cut. @defaultValue 4 */
  readonly charactersPerSnapshot?: number;
  /** Longer answers finish with `max_tokens` after so many characters, and go on by `continue`. */
  readonly maxAnswerCharacters?: number;
  /** What a continued message says: only what is new, or what was said before and then what is new. @defaultValue `restart` */
  readonly continuation?: 'restart' | 'repeat';

  /** @defaultValue `lf` */
  readonly lineEnding?: 'lf' | 'crlf';
  /** Events that share one write on the socket. @defaultValue 1 */
  readonly eventsPerWrite?: number;
  /** The longest write, so that borders fall anywhere, inside a character too. @defaultValue no limit */
  readonly bytesPerWrite?: number;
  /** Events between two keep-alive lines. @defaultValue none are sent */
  readonly eventsPerPing?: number;
  /** Whether JSON in the stream is pure ASCII. @defaultValue true */
  readonly escapeNonAscii?: boolean;

  /** How long a login lasts. @defaultValue 14 days */
  readonly tokenLifetimeMs?: number;
  /** How many requests are remembered, the latest ones. @defaultValue 10000 */
  readonly maxRecordedRequests?: number;
  /** Wall time in milliseconds, for the life of tokens. @defaultValue `Date.now` */
  readonly now?: () => number;
}
