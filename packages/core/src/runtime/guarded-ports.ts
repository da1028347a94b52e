import type { Logger } from '../ports/logger.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** Reports an error thrown by a listener as a process warning, so that it does not affect a chat. */
function guard<Values extends readonly unknown[]>(
  emit: (...values: Values) => void,
): (...values: Values) => void {
  return (...values) => {
    try {
      emit(...values);
    } catch (error) {
      process.emitWarning(
        error instanceof Error ? error : new Error('a listener threw a value that is not an Error'),
      );
    }
  };
}

export function guardTelemetry(telemetry: Telemetry): Telemetry {
  return {
    get enabled() {
      return telemetry.enabled;
    },
    emit: guard((event) => telemetry.emit(event)),
  };
}

export function guardLogger(logger: Logger): Logger {
  return {
    warn: guard((message) => logger.warn(message)),
    error: guard((message) => logger.error(message)),
  };
}

export const silentLogger: Logger = { warn: () => {}, error: () => {} };
