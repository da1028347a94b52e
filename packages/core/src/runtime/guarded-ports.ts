import type { Logger } from '../ports/logger.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** A listener that throws is told of as a warning of the process; no chat is harmed by it. */
function guard<Values extends readonly unknown[]>(
  tell: (...values: Values) => void,
): (...values: Values) => void {
  return (...values) => {
    try {
      tell(...values);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : new Error('a listener threw no error'));
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
