import { UnderstudyError } from './understudy-error.ts';

/** What everything ends with that is under way, or begun, after `close()`. */
export function closedError(): UnderstudyError {
  return new UnderstudyError('closed', 'the understudy is closed');
}
