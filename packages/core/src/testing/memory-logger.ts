import type { Logger } from '../ports/logger.ts';

/** A `Logger` for tests. It records the messages. */
export class MemoryLogger implements Logger {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string): void {
    this.errors.push(message);
  }
}
