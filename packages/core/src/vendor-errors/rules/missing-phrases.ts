import { removedText } from '../vendor-message.ts';

/** What OpenAI stores, and a request can refer to. */
const stored = [
  'item',
  'response',
  'conversation',
  'prompt',
  'container',
  'file',
  'vector store',
] as const;

/**
 * Phrases about something else than the model that a request refers to, and that the vendor does not have any more.
 * Vendors send the status of an unknown model, or of a missing permission.
 */
export const missingPhrases: readonly string[] = [
  'items are not persisted',
  ...stored.map((name) => `${name} with id ${removedText} not found`),
  'no such file object',
  // Gemini
  'cachedcontent not found',
  `cached content ${removedText} is not found`,
  'permission to access the file',
];
