import type { Logger } from '../ports/logger.ts';

/** Keeps what was logged. */
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
