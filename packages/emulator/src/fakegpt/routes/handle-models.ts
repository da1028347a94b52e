import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';

const models = [
  {
    slug: 'text-davinci-002-render-sha',
    max_tokens: 8191,
    title: 'Default (GPT-3.5)',
    description: 'Our fastest model, great for most everyday tasks.',
    tags: ['gpt3.5'],
  },
];

const categories = [
  {
    category: 'gpt_3.5',
    human_category_name: 'GPT-3.5',
    default_model: 'text-davinci-002-render-sha',
  },
];

/** `GET /api/models`. The conversation route accepts any model name and returns it unchanged. */
export function handleModels(): Reply {
  return createJsonReply(200, { models, categories });
}
