import { signal } from '@preact/signals';

/** The error of the last request of the page; empty if it succeeded. Chats show their own. */
export const failure = signal('');

/** Runs an action of the page, and shows its error. */
export async function runAction(action: () => Promise<void>): Promise<void> {
  try {
    await action();
    failure.value = '';
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  }
}
