import { createHash } from 'node:crypto';

const prefix = 'EmulatedReasoning';

/** Encrypts reasoning. The result is bound to the model. */
export function encryptReasoning(text: string, model: string): string {
  const digest = createHash('sha256').update(`${model}\n${text}`).digest('hex').slice(0, 32);
  return Buffer.from(`${prefix}.${model}.${digest}`).toString('base64');
}

/** Returns whether content was encrypted for this model. */
export function isEncryptedFor(content: string, model: string): boolean {
  return Buffer.from(content, 'base64').toString('utf8').startsWith(`${prefix}.${model}.`);
}
