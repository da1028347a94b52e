import { createUnderstudy } from '@understudy/core';
import { acme } from 'understudy-provider-acme';

const apiKey = process.env['ACME_API_KEY'];
const baseUrl = process.env['ACME_URL'];
const understudy = createUnderstudy({ providers: [acme({ apiKey, baseUrl })] });

const messages = [{ role: 'user', content: 'What color is the sea?' }] as const;
const chat = understudy.chat({ model: 'acme/first-model', messages });
for await (const text of chat.textStream) process.stdout.write(text);

await understudy.close();
