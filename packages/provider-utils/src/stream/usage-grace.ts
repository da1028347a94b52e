import type { ProviderContext, ProviderEvent } from '@understudy/core/provider';

/** Events that continue a response after its finish reason. */
const restartingTypes: ReadonlySet<ProviderEvent['type']> = new Set([
  'text-delta',
  'reasoning-delta',
  'progress',
  'tool-call-start',
  'tool-call-delta',
  'file',
] as const);

/**
 * Ends a response whose server keeps the connection open after the finish reason.
 *
 * Some servers send a finish reason with every chunk. Therefore, events that continue the response restart the wait.
 * Nothing else does.
 */
export class UsageGrace {
  readonly #context: Pick<ProviderContext, 'clock' | 'usageGraceMs'>;
  readonly #close: () => Promise<void>;
  #stopTimer: (() => void) | undefined;

  constructor(
    context: Pick<ProviderContext, 'clock' | 'usageGraceMs'>,
    close: () => Promise<void>,
  ) {
    this.#context = context;
    this.#close = close;
  }

  /**
   * Ends the wait if an event continues the response. Call it before the events are yielded, so that a slow consumer
   * loses nothing.
   */
  stopIfContinued(events: readonly ProviderEvent[]): void {
    if (this.#stopTimer && events.some(({ type }) => restartingTypes.has(type))) this.stop();
  }

  /** Starts the wait, unless it has started. Call it after a read with or after the finish reason. */
  start(): void {
    const { clock } = this.#context;
    this.#stopTimer ??= clock.setTimer(() => void this.#close(), this.#context.usageGraceMs());
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }
}
