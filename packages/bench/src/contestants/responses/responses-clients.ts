import type { ChatClient } from '../../tasks/chat-client.ts';

/** A client for OpenAI Responses. It is imported only in its own process. */
export interface ResponsesClient {
  readonly name: string;
  /** @param baseUrl - ends with `/v1` */
  readonly create: (baseUrl: string) => Promise<ChatClient>;
}

export const responsesClients: readonly ResponsesClient[] = [
  {
    name: 'hand-written',
    create: async (baseUrl) =>
      (await import('./hand-written-client.ts')).createHandWritten(baseUrl),
  },
  {
    name: 'understudy',
    create: async (baseUrl) =>
      (await import('./understudy-client.ts')).createUnderstudyClient(baseUrl),
  },
  {
    name: 'openai',
    create: async (baseUrl) => (await import('./sdk-client.ts')).createSdkClient(baseUrl),
  },
];

export const apiKey = 'sk-bench';
export const prompt = 'Describe a theater.';
