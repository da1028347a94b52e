import { UnderstudyError } from './understudy-error.ts';

/** Returns the error with which every operation fails after `close()`. */
export function closedError(): UnderstudyError {
  return new UnderstudyError('closed', 'the runtime is closed');
}
